using System.Buffers;
using System.Text.Json;

namespace Omnibus;

/// <content>Each thread keeps a writer for its next event. An event is copied out when it is whole, so that a failure leaves nothing behind.</content>
public sealed partial class JsonEventWriter
{
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static JsonEventWriter? s_spare;

    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    private JsonEventWriter() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });

    /// <summary>The thread's own writer, or a new one where an event is written while another one is.</summary>
    internal static JsonEventWriter Rent()
    {
        var writer = s_spare ?? new JsonEventWriter();
        s_spare = null;
        return writer;
    }

    /// <summary>Hands the event on.</summary>
    internal void CopyTo(IBufferWriter<byte> buffer)
    {
        _json.Flush();
        buffer.Write(_bytes.WrittenSpan);
    }

    /// <summary>Keeps the writer for the thread's next event, unless a very large event blew it up.</summary>
    internal void Return()
    {
        _json.Reset();
        if (_bytes.Capacity > MostKept)
        {
            return;
        }

        _frames.AsSpan(0, _depth).Clear();
        _depth = 0;
        _bytes.ResetWrittenCount();
        s_spare = this;
    }
}
