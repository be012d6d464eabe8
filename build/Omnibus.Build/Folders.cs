using Omnibus.Brokers.Finding;

namespace Omnibus.Build;

/// <summary>Where things are.</summary>
internal static class Folders
{
    /// <summary>The configuration of test builds, as it is called in folder names.</summary>
    public const string Configuration = "release";

    public static string Root { get; } = RepositoryFolder.Path ?? throw new UsageException("This program belongs to a checkout of Omnibus and is not inside one.");
}
