namespace Omnibus.SourceGeneration.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
