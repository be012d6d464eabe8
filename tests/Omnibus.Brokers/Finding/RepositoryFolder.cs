namespace Omnibus.Brokers.Finding;

/// <summary>The checkout that a program was built from.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder that holds Omnibus.slnx, above the running program or else above the current folder; null outside a checkout.</summary>
    public static string? Path { get; } = Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);

    /// <summary>The ignored folder for programs that the repository's tools unpack; null outside a checkout.</summary>
    public static string? Tools { get; } = Path is null ? null : System.IO.Path.Combine(Path, ".tools");

    /// <summary>Looks for <paramref name="relative"/> in the repository's folder and in each folder above it.</summary>
    public static string? FindUpwards(string relative)
    {
        for (var folder = Path; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var candidate = System.IO.Path.Combine(folder, relative);
            if (File.Exists(candidate) || Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }

    private static string? Above(string start)
    {
        for (var folder = System.IO.Path.GetFullPath(start); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Omnibus.slnx")))
            {
                return folder;
            }
        }
        return null;
    }
}
