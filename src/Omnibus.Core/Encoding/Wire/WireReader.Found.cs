using System.Runtime.CompilerServices;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

internal sealed partial class WireReader
{
    /// <summary>The headers of one delivery, by attribute.</summary>
    private struct Found
    {
        private const int Attributes = 14;

        private Slots _headers;

        /// <summary>Notes a header. Where two fields carry one attribute the first one holds; the same field twice is refused.</summary>
        public void Add(string attribute, in RecordHeader header)
        {
            ref var slot = ref _headers[IndexOf(attribute)];
            if (slot.Name is null)
            {
                slot = header;
            }
            else if (slot.Name == header.Name)
            {
                throw new EventDataException(attribute, $"The record has the header '{header.Name}' more than once.");
            }
        }

        public readonly bool TryGet(string attribute, out ReadOnlySpan<byte> bytes)
        {
            var header = _headers[IndexOf(attribute)];
            bytes = header.Value.Span;
            return header.Name is not null;
        }

        public readonly string? Text(string attribute, bool emptyIsAbsent = false)
        {
            if (!TryGet(attribute, out var bytes) || (emptyIsAbsent && bytes.IsEmpty))
            {
                return null;
            }

            return TryDecode(bytes, out var text) ? text : throw new EventDataException(attribute, "This is not text in UTF-8.");
        }

        private static int IndexOf(string attribute)
        {
            var index = Array.IndexOf(AttributeNames.Known, attribute);
            return index < 0 ? Attributes - 1 : index;
        }

        [InlineArray(Attributes)]
        private struct Slots
        {
            private RecordHeader _first;
        }
    }
}
