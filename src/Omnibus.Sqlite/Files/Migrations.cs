using System.Reflection;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The layout of the file, as steps from one version to the next. A step that was released is never edited. Table <c>bus</c> keeps its
/// columns for ever: by it every version understands which version wrote a file.
/// </summary>
internal static class Migrations
{
    /// <summary>Marks the file as a bus, in the header of every SQLite file: "Omni".</summary>
    public const int ApplicationId = 0x4F6D6E69;

    /// <summary>The n-th step brings a file from version n to version n + 1.</summary>
    public static readonly IReadOnlyList<string> Steps = [First, Second];

    /// <summary>
    /// One row of <c>record</c> holds what one send wrote to one topic. Its number is the topic's number and, below it, a number that grows by
    /// one; so a topic is one range of the table. Its heads say how many events of each partition are in it and how many came before: from
    /// any row, lag and places are subtractions.
    /// </summary>
    private const string First = """
        CREATE TABLE bus (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            version INTEGER NOT NULL,
            written_by TEXT NOT NULL,
            topology INTEGER NOT NULL,
            epoch INTEGER NOT NULL);
        CREATE TABLE topic (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT UNIQUE,
            partitions INTEGER NOT NULL,
            retention INTEGER NOT NULL,
            floor_row INTEGER NOT NULL,
            floor_heads BLOB NOT NULL);
        CREATE TABLE record (
            id INTEGER PRIMARY KEY,
            stored INTEGER NOT NULL,
            heads BLOB NOT NULL,
            batch BLOB NOT NULL);
        CREATE TABLE consumer_group (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE);
        CREATE TABLE place (
            consumer_group INTEGER NOT NULL,
            topic INTEGER NOT NULL,
            partition INTEGER NOT NULL,
            row INTEGER NOT NULL,
            item INTEGER NOT NULL,
            number INTEGER NOT NULL,
            settled INTEGER NOT NULL,
            owner TEXT,
            epoch INTEGER NOT NULL DEFAULT 0,
            counter INTEGER NOT NULL DEFAULT 0,
            duration INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (consumer_group, topic, partition)) WITHOUT ROWID;
        CREATE INDEX place_by_topic ON place (topic);
        CREATE TABLE member (
            consumer_group INTEGER NOT NULL,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            counter INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            PRIMARY KEY (consumer_group, name)) WITHOUT ROWID;
        CREATE TABLE schema_text (
            mark TEXT PRIMARY KEY,
            text TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE schema_use (
            topic TEXT NOT NULL,
            role TEXT NOT NULL,
            record TEXT NOT NULL,
            mark TEXT NOT NULL,
            PRIMARY KEY (topic, role, record, mark)) WITHOUT ROWID;
        INSERT INTO bus (one, version, written_by, topology, epoch) VALUES (1, 1, '', 1, 0);
        """;

    /// <summary>The schemas of a topic, in the order in which they came.</summary>
    private const string Second = "ALTER TABLE schema_use ADD COLUMN number INTEGER NOT NULL DEFAULT 0";

    /// <summary>The version of Omnibus that writes, as text for people.</summary>
    public static string Writer { get; } =
        typeof(Migrations).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Makes the layout in an empty file, or brings an older one up to date. Somebody else may hold the lock: then it fails as busy.</summary>
    public static void Bring(Connection connection, string path, IReadOnlyList<string> steps)
    {
        if (Version(connection, path) is { } version && version >= steps.Count)
        {
            Check(version, WrittenBy(connection), path, steps.Count);
            return;
        }

        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have been faster.
            for (var step = Version(connection, path) ?? 0; step < steps.Count; step++)
            {
                connection.Execute(steps[(int)step]);
                connection.Execute($"UPDATE bus SET version = {step + 1}, written_by = '{Writer}'; PRAGMA application_id = {ApplicationId}");
            }

            connection.Commit();
        }
        finally
        {
            connection.Rollback();
        }
    }

    /// <summary>Refuses a file that is not a bus, or of a version that this process does not know. Writes nothing.</summary>
    public static void Check(Connection connection, string path)
    {
        if (Version(connection, path) is { } version)
        {
            Check(version, WrittenBy(connection), path);
        }
    }

    /// <summary>Refuses a file of a version that this process does not know.</summary>
    public static void Check(long version, string writtenBy, string path) => Check(version, writtenBy, path, Steps.Count);

    private static void Check(long version, string writtenBy, string path, int known)
    {
        if (version > known)
        {
            throw new BusFileException(
                FaultCode.Misconfigured,
                $"{path} was written by Omnibus {writtenBy} in layout {version}; this is Omnibus {Writer}, which knows layouts up to {known}. "
                + "Run that version or a newer one, or set Path to another file.");
        }
    }

    /// <summary>The layout's version; null in a file without anything.</summary>
    private static long? Version(Connection connection, string path)
    {
        // First of all: another process may make the layout meanwhile, tables and identity in one step. Whoever saw the tables sees the identity behind them.
        using var tables = connection.Prepare("SELECT count(*) FROM sqlite_schema");
        if (tables.Scalar() == 0)
        {
            return null;
        }

        using var identity = connection.Prepare("PRAGMA application_id");
        if (identity.Scalar() != ApplicationId)
        {
            throw new BusFileException(
                FaultCode.Misconfigured, $"{path} is a SQLite file of another program. Set Path to a file that does not exist, or to a bus.");
        }

        using var version = connection.Prepare("SELECT version FROM bus");
        return version.Scalar();
    }

    private static string WrittenBy(Connection connection)
    {
        using var writer = connection.Prepare("SELECT written_by FROM bus");
        writer.Step();
        var name = writer.Text(0);
        writer.Reset();
        return name;
    }
}
