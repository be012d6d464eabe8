using Microsoft.Data.Sqlite;
using Omnibus.Drivers;
using SQLitePCL;

namespace Omnibus.Sqlite;

/// <summary>A failure that SQLite has no code for. The message says what happened, where, and what to do.</summary>
internal sealed class BusFileException(FaultCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public FaultCode Code { get; } = code;
}

/// <summary>What each failure of this transport means.</summary>
internal static class SqliteFaults
{
    public static FaultCode Classify(Exception exception) => exception switch
    {
        BusFileException { Code: var code } => code,
        SqliteException sqlite => Classify(sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode),
        FencedException => FaultCode.Fenced,
        SettingException => FaultCode.Misconfigured,
        ObjectDisposedException => FaultCode.Closed,
        GroupActiveException => FaultCode.InvalidArgument,
        NotSupportedException => FaultCode.Unsupported,
        ArgumentException => FaultCode.InvalidArgument,
        UnauthorizedAccessException => FaultCode.PermissionDenied,
        DirectoryNotFoundException or PathTooLongException => FaultCode.Misconfigured,
        IOException { HResult: DiskFullUnix or DiskFullWindows } => FaultCode.StorageFull,
        IOException => FaultCode.Unavailable,
        _ => FaultCode.Unknown,
    };

    public static BusFileException NoTopic(string topic, string path) =>
        new(FaultCode.NotFound, $"Topic '{topic}' does not exist in {path}. Create it, or allow it to be created.");

    public static BusFileException TooLarge(string topic, int bytes) =>
        new(FaultCode.TooLarge, $"A body for topic '{topic}' has {bytes} bytes; the most is {SqliteFactory.MaxRecordBytes}. Store it elsewhere and publish where it is.");

    public static BusFileException NoPartition(string topic, int partition, int partitions) =>
        new(FaultCode.InvalidArgument, $"Topic '{topic}' has {partitions} partitions, numbered from 0: there is no partition {partition}.");

    public static BusFileException Damaged(string topic, long row) =>
        new(FaultCode.Corrupt, $"Row {row} of topic '{topic}' is damaged. Restore the file from a backup, or move the groups behind that row.");

    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    private static FaultCode Classify(int code, int extended) => code switch
    {
        // The file for the shared index of the log could not grow: that is a full disk too.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_SHMSIZE => FaultCode.StorageFull,
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_NOMEM => FaultCode.Transient,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERRUPT or raw.SQLITE_SCHEMA or raw.SQLITE_NOMEM => FaultCode.Transient,
        raw.SQLITE_FULL => FaultCode.StorageFull,
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_NOLFS => FaultCode.Misconfigured,
        raw.SQLITE_PERM or raw.SQLITE_AUTH => FaultCode.PermissionDenied,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT => FaultCode.Corrupt,
        raw.SQLITE_TOOBIG => FaultCode.TooLarge,
        raw.SQLITE_IOERR => FaultCode.Unavailable,
        _ => FaultCode.Unknown,
    };
}
