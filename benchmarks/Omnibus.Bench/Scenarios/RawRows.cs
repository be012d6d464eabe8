using System.Buffers;
using Microsoft.Data.Sqlite;
using Omnibus.Bench.Events;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// What an application would write by hand on Microsoft.Data.Sqlite: one row an event, a prepared command, one transaction a batch. Either eight columns,
/// or one blob that holds the same seven metadata texts and the payload.
/// </summary>
internal sealed class RawRows : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly bool _blob;

    public RawRows(string path, bool blob)
    {
        _blob = blob;
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute(blob
            ? "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, record BLOB NOT NULL)"
            : "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, type TEXT, id TEXT, source TEXT, time TEXT, minorversion TEXT, sourcehost TEXT, sourcelib TEXT, event_data BLOB)");
        Execute("CREATE TABLE IF NOT EXISTS positions (name TEXT PRIMARY KEY, position INTEGER NOT NULL)");
    }

    public void Write(ReadOnlySpan<Reading> batch)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        string[] names = _blob ? ["$record"] : ["$type", "$id", "$source", "$time", "$minorversion", "$sourcehost", "$sourcelib", "$event_data"];
        command.CommandText = _blob
            ? "INSERT INTO events (record) VALUES ($record)"
            : "INSERT INTO events (type, id, source, time, minorversion, sourcehost, sourcelib, event_data) VALUES ($type, $id, $source, $time, $minorversion, $sourcehost, $sourcelib, $event_data)";
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter(name, null));
        }

        command.Prepare();
        var codec = new ReadingCodec();
        var buffer = new ArrayBufferWriter<byte>(512);
        foreach (var reading in batch)
        {
            buffer.ResetWrittenCount();
            var id = Guid.CreateVersion7().ToString();
            var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", System.Globalization.CultureInfo.InvariantCulture);
            if (_blob)
            {
                foreach (var text in (ReadOnlySpan<string>)[Reading.Type, id, "/bench", time, "0", Environment.MachineName, "0.1.0"])
                {
                    var span = buffer.GetSpan(text.Length + 1);
                    span[0] = (byte)text.Length;
                    buffer.Advance(1 + System.Text.Encoding.UTF8.GetBytes(text, span[1..]));
                }

                codec.Encode(reading, buffer);
                command.Parameters[0].Value = buffer.WrittenSpan.ToArray();
            }
            else
            {
                codec.Encode(reading, buffer);
                command.Parameters[0].Value = Reading.Type;
                command.Parameters[1].Value = id;
                command.Parameters[2].Value = "/bench";
                command.Parameters[3].Value = time;
                command.Parameters[4].Value = "0";
                command.Parameters[5].Value = Environment.MachineName;
                command.Parameters[6].Value = "0.1.0";
                command.Parameters[7].Value = buffer.WrittenSpan.ToArray();
            }

            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Reads everything in batches, decodes metadata and payload, calls the handler, and stores its position once a batch.</summary>
    public void Read(int batch, Action<EventMetadata, Reading> handler)
    {
        var codec = new ReadingCodec();
        long position = 0;
        using var select = _connection.CreateCommand();
        select.CommandText = _blob
            ? "SELECT position, record FROM events WHERE position > $position ORDER BY position LIMIT $count"
            : "SELECT position, type, id, source, time, minorversion, sourcehost, sourcelib, event_data FROM events WHERE position > $position ORDER BY position LIMIT $count";
        select.Parameters.AddWithValue("$position", position);
        select.Parameters.AddWithValue("$count", batch);
        select.Prepare();
        using var settle = _connection.CreateCommand();
        settle.CommandText = "INSERT INTO positions VALUES ('raw', $position) ON CONFLICT (name) DO UPDATE SET position = excluded.position";
        settle.Parameters.AddWithValue("$position", position);
        settle.Prepare();
        while (true)
        {
            var before = position;
            select.Parameters[0].Value = position;
            using (var rows = select.ExecuteReader())
            {
                while (rows.Read())
                {
                    position = rows.GetInt64(0);
                    if (_blob)
                    {
                        FromBlob((byte[])rows.GetValue(1), codec, handler);
                    }
                    else
                    {
                        handler(
                            Metadata(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7)),
                            codec.Decode((byte[])rows.GetValue(8)));
                    }
                }
            }

            if (position == before)
            {
                return;
            }

            settle.Parameters[0].Value = position;
            settle.ExecuteNonQuery();
        }
    }

    public void Dispose() => _connection.Dispose();

    private static void FromBlob(ReadOnlySpan<byte> blob, ReadingCodec codec, Action<EventMetadata, Reading> handler)
    {
        var texts = new string[7];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = System.Text.Encoding.UTF8.GetString(blob.Slice(1, blob[0]));
            blob = blob[(1 + blob[0])..];
        }

        handler(Metadata(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6]), codec.Decode(blob));
    }

    private static EventMetadata Metadata(string type, string id, string source, string time, string minorVersion, string host, string library) => new()
    {
        Type = type,
        Id = id,
        Source = source,
        Time = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
        MinorVersion = int.Parse(minorVersion, System.Globalization.CultureInfo.InvariantCulture),
        SourceHost = host,
        SourceLib = library,
    };

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
