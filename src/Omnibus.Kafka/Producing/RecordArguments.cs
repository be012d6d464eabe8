using System.Runtime.InteropServices;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;

namespace Omnibus.Kafka.Producing;

/// <summary>
/// Lays a record out as the arguments of one native call: its bytes go into one block that does not move, its names are kept there for good. For one
/// thread; what is returned is valid until the next call.
/// </summary>
internal sealed unsafe class RecordArguments : IDisposable
{
    private const int Copy = 2;
    private const int Fixed = 6;
    private const int MostNames = 1024;

    private readonly Dictionary<string, nint> _names = new(StringComparer.Ordinal);
    private (string Name, nint Pointer)[] _last = new (string, nint)[24];
    private NativeArgument[] _arguments = new NativeArgument[Fixed + 24];
    private (string Name, nint Pointer) _topic;
    private byte* _block;
    private nuint _capacity;
    private nuint _used;

    public ReadOnlySpan<NativeArgument> Of(OutgoingRecord record, int number)
    {
        var headers = record.Headers;
        var key = record.Key;
        var body = record.Body;
        Reserve(headers, (nuint)(key?.Length ?? 0) + (nuint)(body?.Length ?? 0));
        if (_topic.Name != record.Topic)
        {
            _topic = (record.Topic, PointerTo(record.Topic));
        }

        _arguments[0] = new NativeArgument { Kind = NativeArgument.Topic, Pointer = (void*)_topic.Pointer };
        _arguments[1] = new NativeArgument { Kind = NativeArgument.PartitionNumber, Number = record.Partition ?? -1 };
        _arguments[2] = new NativeArgument { Kind = NativeArgument.Flags, Number = Copy };
        _arguments[3] = new NativeArgument { Kind = NativeArgument.Opaque, Pointer = (void*)number };
        _arguments[4] = Part(NativeArgument.Key, key);
        _arguments[5] = Part(NativeArgument.Value, body);
        for (var index = 0; index < headers.Length; index++)
        {
            ref readonly var header = ref headers[index];
            _arguments[Fixed + index] = new NativeArgument
            {
                Kind = NativeArgument.Header,
                Pointer = (void*)NameAt(index, header.Name),
                HeaderValue = Append(header.Value.Span),
                HeaderLength = header.Value.Length,
            };
        }

        return _arguments.AsSpan(0, Fixed + headers.Length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
        _capacity = 0;
        ForgetNames();
    }

    private NativeArgument Part(int kind, ReadOnlyMemory<byte>? bytes) => bytes is { } some
        ? new NativeArgument { Kind = kind, Pointer = Append(some.Span), Length = (nuint)some.Length }
        : new NativeArgument { Kind = kind };

    private void Reserve(ReadOnlySpan<RecordHeader> headers, nuint length)
    {
        if (_arguments.Length < Fixed + headers.Length)
        {
            Array.Resize(ref _arguments, Fixed + (headers.Length * 2));
            Array.Resize(ref _last, headers.Length * 2);
        }

        foreach (ref readonly var header in headers)
        {
            length += (nuint)header.Value.Length;
        }

        // One byte more, so that an empty part has an address too: without one it would be missing.
        length++;
        if (_capacity < length)
        {
            NativeMemory.Free(_block);
            _capacity = Math.Max(length, 4096);
            _block = (byte*)NativeMemory.Alloc(_capacity);
        }

        _used = 0;
    }

    private byte* Append(ReadOnlySpan<byte> bytes)
    {
        var start = _block + _used;
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        _used += (nuint)bytes.Length;
        return start;
    }

    private nint NameAt(int index, string name)
    {
        ref var last = ref _last[index];
        if (!ReferenceEquals(last.Name, name))
        {
            last = (name, PointerTo(name));
        }

        return last.Pointer;
    }

    private nint PointerTo(string name)
    {
        if (_names.TryGetValue(name, out var pointer))
        {
            return pointer;
        }

        if (_names.Count == MostNames)
        {
            ForgetNames();
        }

        return _names[name] = Marshal.StringToCoTaskMemUTF8(name);
    }

    private void ForgetNames()
    {
        foreach (var pointer in _names.Values)
        {
            Marshal.FreeCoTaskMem(pointer);
        }

        _names.Clear();
        Array.Clear(_last);
        _topic = default;
    }
}
