using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Campus.Events;
using Omnibus;

namespace Campus.Demo.Events;

/// <summary>Writes events in the one text form: CloudEvents JSON, one a line.</summary>
internal static class EventFileWriter
{
    /// <summary>Writes a file that is the same for the same seed. Returns how many events of each type are in it.</summary>
    public static IReadOnlyDictionary<string, int> Write(string path, int seed, int count)
    {
        using var file = File.Create(path);
        var written = new Dictionary<string, int>();
        foreach (var happening in new Term(seed).Take(count))
        {
            file.Write(happening.Line);
            written[happening.Type] = written.GetValueOrDefault(happening.Type) + 1;
        }

        return written;
    }

    /// <summary>One line with an enrolment of a student whose mail address is none.</summary>
    public static (string Type, byte[] Line) Poison(int seed)
    {
        var random = new Random(seed);
        var student = new Student($"M{seed:000}-poison", "Nobody Nowhere", "nobody@");
        var time = DateTimeOffset.UtcNow;
        var happening = Line(random, time, new EnrolmentCreated(NewId(random), student, Names.Courses[0], false, null, time));
        return (happening.Type, happening.Line);
    }

    /// <summary>One event as a line.</summary>
    public static Happening Line<TEvent>(Random random, DateTimeOffset time, TEvent @event)
        where TEvent : class, IEvent<TEvent>
    {
        var data = new ArrayBufferWriter<byte>();
        TEvent.Definition.EncodeJson(@event, data);
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("type", TEvent.Definition.Type);
            json.WriteString("id", NewId(random));
            json.WriteString("source", "/campus-archive");
            json.WriteString("time", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WritePropertyName("data");
            json.WriteRawValue(data.WrittenSpan, skipInputValidation: true);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return new Happening(time, TEvent.Definition.Type, line.WrittenSpan.ToArray());
    }

    /// <summary>An id that the same seed makes again.</summary>
    public static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Something that happened, as a line of a file.</summary>
internal sealed record Happening(DateTimeOffset Time, string Type, byte[] Line);
