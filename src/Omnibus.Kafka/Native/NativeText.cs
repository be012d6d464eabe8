using System.Runtime.InteropServices;
using System.Text;

namespace Omnibus.Kafka.Native;

/// <summary>A text that mostly repeats: it is made into a string again only when its bytes change. For one thread.</summary>
internal unsafe struct NativeText
{
    private byte[]? _bytes;
    private string? _text;

    /// <summary>The zero-terminated text at <paramref name="bytes"/>.</summary>
    public string Read(byte* bytes)
    {
        var span = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(bytes);
        if (_text is { } text && span.SequenceEqual(_bytes))
        {
            return text;
        }

        _bytes = span.ToArray();
        return _text = Encoding.UTF8.GetString(span);
    }
}
