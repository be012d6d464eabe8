namespace Omnibus.SourceGeneration.Tests;

/// <summary>Compares generated files with those that somebody has read and approved.</summary>
internal static class Approval
{
    /// <summary>
    /// Holds a text to the approved file of that name. With <c>OMNIBUS_APPROVE=1</c> it becomes the approved file instead: read it before it is committed.
    /// </summary>
    public static void Check(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, "tests", "Omnibus.SourceGeneration.Tests", "Approved", name), text);
            return;
        }

        var approved = Path.Combine(AppContext.BaseDirectory, "Approved", name);
        Assert.True(File.Exists(approved), $"Nobody has approved {name} yet: run with OMNIBUS_APPROVE=1, and read it.");
        Assert.Equal(File.ReadAllText(approved).ReplaceLineEndings("\n"), text);
    }
}
