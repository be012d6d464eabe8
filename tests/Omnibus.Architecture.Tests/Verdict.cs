namespace Omnibus.Architecture.Tests;

/// <summary>Fails with all that was found, in full, one a line.</summary>
internal static class Verdict
{
    public static void Clean(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
