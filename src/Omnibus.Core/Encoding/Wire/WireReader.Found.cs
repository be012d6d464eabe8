using System.Runtime.CompilerServices;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

internal sealed partial class WireReader
{
    /// <summary>The headers of one delivery, by <see cref="AttributeSlot"/>.</summary>
    private struct Found
    {
        private Slots _headers;

        /// <summary>Notes a header. Where two fields carry one attribute the first one holds; the same field twice is refused.</summary>
        public void Add(int attribute, in RecordHeader header)
        {
            ref var slot = ref _headers[attribute];
            if (slot.Name is null)
            {
                slot = header;
            }
            else if (slot.Name == header.Name)
            {
                throw new EventDataException(AttributeSlot.Names[attribute], $"The record has the header '{header.Name}' more than once.");
            }
        }

        public readonly bool TryGet(int attribute, out ReadOnlySpan<byte> bytes)
        {
            ref readonly var header = ref _headers[attribute];
            bytes = header.Value.Span;
            return header.Name is not null;
        }

        public readonly string? Text(int attribute, bool emptyIsAbsent = false)
        {
            if (!TryGet(attribute, out var bytes) || (emptyIsAbsent && bytes.IsEmpty))
            {
                return null;
            }

            return TryDecode(bytes, out var text) ? text : throw new EventDataException(AttributeSlot.Names[attribute], "This is not text in UTF-8.");
        }

        [InlineArray(AttributeSlot.Count)]
        private struct Slots
        {
            private RecordHeader _first;
        }
    }
}
