using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Producing;

/// <summary>
/// Headers in the client's form, filled anew for each record: the client copies them before it returns. Most values are the same from record to
/// record or have the same length, so that filling allocates nothing. For one thread.
/// </summary>
internal sealed class OutgoingHeaders
{
    // By the number of headers: the client's collection cannot be emptied.
    private Headers?[] _sets = new Headers?[24];

    public Headers Fill(ReadOnlySpan<RecordHeader> headers)
    {
        if (headers.Length >= _sets.Length)
        {
            Array.Resize(ref _sets, headers.Length + 8);
        }

        var set = _sets[headers.Length] ??= Make(headers.Length);
        for (var index = 0; index < headers.Length; index++)
        {
            ((Slot)set[index]).Set(headers[index]);
        }

        return set;
    }

    private static Headers Make(int count)
    {
        var set = new Headers();
        for (var index = 0; index < count; index++)
        {
            set.Add((IHeader)new Slot());
        }

        return set;
    }

    private sealed class Slot : IHeader
    {
        private byte[] _value = [];

        public string Key { get; private set; } = "";

        public byte[] GetValueBytes() => _value;

        public void Set(in RecordHeader header)
        {
            Key = header.Name;
            if (_value.Length != header.Value.Length)
            {
                _value = new byte[header.Value.Length];
            }

            header.Value.Span.CopyTo(_value);
        }
    }
}
