namespace Omnibus.Brokers.Running;

/// <summary>Folders for the data of brokers.</summary>
internal static class TemporaryFolder
{
    /// <summary>A new folder of this user's own.</summary>
    public static string Create(string broker) => Directory.CreateTempSubdirectory($"omnibus-{broker}-").FullName;
}
