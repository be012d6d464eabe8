namespace Omnibus.Sqlite.Tests;

/// <summary>How long anything may take on a busy machine.</summary>
public static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
