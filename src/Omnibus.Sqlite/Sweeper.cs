using Microsoft.Data.Sqlite;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Keeps the file in shape, now and then, behind a send that is settled already. So it neither waits for others nor fails anything.
/// </summary>
internal sealed class Sweeper(BusFile file, FileQueries queries, IDriverNotices notices)
{
    private const long MostLogBytes = 64L << 20;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly RetentionClock _clock = new(file.Time);
    private readonly Retention _retention = new(queries);
    private long _last = file.Time.GetTimestamp();
    private bool _more;

    /// <summary>Removes a few old rows. As long as there are more, every call removes some, so that what comes does not outrun what goes.</summary>
    public void Sweep()
    {
        if (!_more && file.Time.GetElapsedTime(_last) < s_interval)
        {
            return;
        }

        _last = file.Time.GetTimestamp();
        try
        {
            _more = _retention.Finds(_clock.Now.ToUnixTimeMilliseconds());
            if (_more && file.TryBegin(queries.Connection))
            {
                Step();
            }

            if (new FileInfo(file.Path + "-wal") is { Exists: true, Length: > MostLogBytes })
            {
                queries.Connection.RestartLog();
            }
        }
        catch (Exception exception) when (exception is SqliteException or BusFileException or IOException or UnauthorizedAccessException)
        {
            _more = false;
            notices.Report(NoticeCode.ClientError, 1, file.Path, exception);
        }
    }

    private void Step()
    {
        try
        {
            _more = _retention.Step(_clock.Now.ToUnixTimeMilliseconds());
            queries.Connection.Commit();
        }
        finally
        {
            file.End(queries.Connection);
        }
    }
}
