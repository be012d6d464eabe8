using System.Buffers;
using System.Text.Unicode;

namespace Omnibus.Encodings;

/// <summary>Writes text as a header's bytes.</summary>
internal static class HeaderText
{
    private const int OnStack = 256;

    /// <summary>Adds a header with a text in UTF-8.</summary>
    /// <exception cref="EventDataException">The text holds half of a surrogate pair.</exception>
    public static void Add<TSink>(TSink sink, string attribute, string name, string text)
        where TSink : IRecordSink
    {
        var most = text.Length * 3;
        var rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        try
        {
            Span<byte> bytes = rented is null ? stackalloc byte[OnStack] : rented;
            if (Utf8.FromUtf16(text, bytes, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                throw new EventDataException(attribute, "holds half of a surrogate pair and cannot be written.");
            }

            sink.AddHeader(name, bytes[..written]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
