using System.Buffers;
using System.Globalization;
using Omnibus.Bench.Events;
using StackExchange.Redis;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// What an application would write by hand on StackExchange.Redis: an entry with the same fields for each event, commands of a batch in one pipeline; a
/// group that reads a thousand at a time, decodes the same metadata and payload, and acknowledges them together.
/// </summary>
internal sealed class RawStream(IDatabase database, string stream)
{
    private readonly ReadingCodec _codec = new();

    public async Task WriteAsync(ArraySegment<Reading> batch)
    {
        var sent = new Task<RedisValue>[batch.Count];
        var buffer = new ArrayBufferWriter<byte>(512);
        for (var i = 0; i < sent.Length; i++)
        {
            buffer.ResetWrittenCount();
            _codec.Encode(batch[i], buffer);
            sent[i] = database.StreamAddAsync(
                stream,
                [
                    new("type", Reading.Type),
                    new("id", Guid.CreateVersion7().ToString()),
                    new("source", "/bench"),
                    new("time", DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)),
                    new("minorversion", "0"),
                    new("sourcehost", Environment.MachineName),
                    new("sourcelib", "0.1.0"),
                    new("event_data", buffer.WrittenSpan.ToArray()),
                    new("partitionkey", batch[i].Key),
                ]);
        }

        await Task.WhenAll(sent);
    }

    /// <summary>Reads so many events in a group of its own.</summary>
    public async Task ReadAsync(string group, int count, int batch, Action<EventMetadata, Reading> handler)
    {
        await database.StreamCreateConsumerGroupAsync(stream, group, "0-0");
        var ids = new RedisValue[batch];
        while (count > 0)
        {
            var entries = await database.StreamReadGroupAsync(stream, group, "raw", ">", batch);
            for (var i = 0; i < entries.Length; i++)
            {
                ids[i] = entries[i].Id;
                handler(Metadata(entries[i].Values), _codec.Decode((byte[])entries[i]["event_data"]!));
            }

            await database.StreamAcknowledgeAsync(stream, group, entries.Length == batch ? ids : ids[..entries.Length]);
            count -= entries.Length;
        }
    }

    private static EventMetadata Metadata(NameValueEntry[] fields)
    {
        var (type, id, source, time, minor, host, library) = ("", "", "", "", "", "", "");
        foreach (var field in fields)
        {
            switch ((string)field.Name!)
            {
                case "type":
                    type = field.Value!;
                    break;
                case "id":
                    id = field.Value!;
                    break;
                case "source":
                    source = field.Value!;
                    break;
                case "time":
                    time = field.Value!;
                    break;
                case "minorversion":
                    minor = field.Value!;
                    break;
                case "sourcehost":
                    host = field.Value!;
                    break;
                case "sourcelib":
                    library = field.Value!;
                    break;
            }
        }

        return RawMetadata.Of(type, id, source, time, minor, host, library);
    }
}
