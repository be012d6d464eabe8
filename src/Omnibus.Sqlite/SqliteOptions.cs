using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>What survives what.</summary>
internal enum Durability
{
    /// <summary>Every acknowledged event survives a power loss: the file is synced at each commit.</summary>
    Full,

    /// <summary>Every acknowledged event survives the end of the process; the last moments may be lost with the power.</summary>
    Normal,
}

/// <summary>The settings of the transport, read and checked.</summary>
internal sealed record SqliteOptions
{
    public const int DefaultPartitions = 8;

    /// <summary>How long records are kept where a topic does not say.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(14);

    public static readonly IReadOnlyList<SettingInfo> Settings =
    [
        new("Path", SettingKind.Path, "The bus file; its directory is made where it is missing. All processes of one bus name the same file on a local disk.")
        {
            Default = "omnibus/bus.db under the user's local application data",
        },
        new("Durability", SettingKind.Choice, "Full survives a power loss; Normal is faster, survives any crash of a process, and may lose the last moments with the power.")
        {
            Default = nameof(Sqlite.Durability.Full),
            Choices = Enum.GetNames<Durability>(),
        },
        new("BusyTimeout", SettingKind.Duration, "How long a call waits while another process writes, before it fails as transient.") { Default = "00:00:05" },
        new("Doorbell", SettingKind.Boolean, "Wakes consumers in other processes over a loopback UDP port; without it they look at least every 50 ms.")
        {
            Default = "true",
        },
    ];

    public required string Path { get; init; }

    public Durability Durability { get; init; } = Durability.Full;

    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public bool Doorbell { get; init; } = true;

    public static SqliteOptions Read(TransportSettings settings) => new()
    {
        Path = ReadPath(settings),
        Durability = settings.Choice(nameof(Durability), Durability.Full),
        BusyTimeout = settings.Duration(nameof(BusyTimeout)) ?? TimeSpan.FromSeconds(5),
        Doorbell = settings.Boolean(nameof(Doorbell), true),
    };

    private static string ReadPath(TransportSettings settings)
    {
        if (settings.Text(nameof(Path)) is not { } path)
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return home.Length > 0
                ? System.IO.Path.Combine(home, "omnibus", "bus.db")
                : throw settings.Wrong(nameof(Path), "is missing, and this user has no directory for local application data. Name a file on a local disk.");
        }

        if (path.StartsWith(":memory:", StringComparison.Ordinal) || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw settings.Wrong(nameof(Path), $"'{path}' is not a path. Name a file, or use the memory transport for a bus that keeps nothing.");
        }

        if (path.EndsWith(System.IO.Path.DirectorySeparatorChar) || path.EndsWith(System.IO.Path.AltDirectorySeparatorChar))
        {
            throw settings.Wrong(nameof(Path), $"'{path}' is a directory. Name the file in it, for example {path}bus.db.");
        }

        return System.IO.Path.GetFullPath(path);
    }
}
