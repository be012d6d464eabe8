namespace Omnibus.Commands.Doctor;

/// <summary>A native file that an application carries.</summary>
/// <param name="Rid">The platform that it is for; null: whatever the application was published for.</param>
/// <param name="Path">Its path.</param>
internal sealed record NativeFile(string? Rid, string Path)
{
    /// <summary>Packages that carry one file for both C libraries of Linux in one folder call it so.</summary>
    public bool IsForMusl => System.IO.Path.GetFileName(Path).StartsWith("alpine-", StringComparison.Ordinal);
}

/// <summary>Which platforms native files are there for.</summary>
internal static class NativePlatforms
{
    /// <summary>The platforms that are shown when nobody asks for others.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>Why a platform lacks one of the packages, and what helps; null where it has files of each.</summary>
    /// <param name="rid">The platform.</param>
    /// <param name="packages">The native files, by package.</param>
    /// <param name="publishedFor">The one platform that the application was published for; null: every one that its packages serve.</param>
    public static string? WhyNot(string rid, IReadOnlyDictionary<string, IReadOnlyList<NativeFile>> packages, string? publishedFor)
    {
        foreach (var (package, files) in packages)
        {
            if (publishedFor is not null && !string.Equals(publishedFor, rid, StringComparison.Ordinal))
            {
                return $"published for {publishedFor} alone: publish it again with -r {rid}";
            }

            if (!Served(rid, files, publishedFor))
            {
                return IsMusl(rid) && Served(rid.Replace("-musl", "", StringComparison.Ordinal), files, null)
                    ? $"{package} is there for glibc only, and not for musl"
                    : $"{package} has no file for it";
            }
        }

        return null;
    }

    private static bool Served(string rid, IReadOnlyList<NativeFile> files, string? publishedFor)
    {
        var known = With(rid);
        return files.Any(file => file.Rid is null
            ? publishedFor == rid
            : known.Contains(file.Rid) && (!IsMusl(rid) || file.Rid.Contains("musl", StringComparison.Ordinal) || file.IsForMusl) && (IsMusl(rid) || !file.IsForMusl));
    }

    private static bool IsMusl(string rid) => rid.Contains("-musl", StringComparison.Ordinal);

    /// <summary>A platform and those whose files it takes: without the processor, and, among the systems that are a Unix, of every Unix.</summary>
    private static HashSet<string> With(string rid)
    {
        var dash = rid.LastIndexOf('-');
        if (dash < 0)
        {
            return [rid];
        }

        var (system, processor) = (rid[..dash], rid[(dash + 1)..]);
        HashSet<string> with = [rid, system];
        if (IsMusl(rid))
        {
            with.UnionWith(["linux", $"linux-{processor}"]);
        }

        if (!system.StartsWith("win", StringComparison.Ordinal))
        {
            with.UnionWith(["unix", $"unix-{processor}"]);
        }

        return with;
    }
}
