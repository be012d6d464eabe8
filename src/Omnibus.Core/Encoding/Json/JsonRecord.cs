using System.Runtime.CompilerServices;

namespace Omnibus;

/// <summary>Where a reader stands in one record: kept by the method that reads the record, moved by <see cref="JsonEventReader.Next"/>.</summary>
public struct JsonRecord
{
    private Bits _seen;

    internal JsonRecord(JsonFields fields) => (Fields, Field) = (fields, -1);

    /// <summary>The field whose value comes next, by its place in <see cref="JsonFields"/>.</summary>
    public int Field { get; internal set; }

    internal JsonFields Fields { get; }

    internal readonly bool HasSeen(int field) => (_seen[field >> 6] & (1UL << (field & 63))) != 0;

    internal void See(int field)
    {
        _seen[field >> 6] |= 1UL << (field & 63);
        Field = field;
    }

    [InlineArray(JsonFields.MaxCount / 64)]
    private struct Bits
    {
        private ulong _first;
    }
}
