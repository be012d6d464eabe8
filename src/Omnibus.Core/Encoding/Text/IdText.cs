using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>UUIDs as text, in every form that Python's <c>UUID</c> reads, and the id of a record that carries none.</summary>
internal static class IdText
{
    private const int HexDigits = 32;

    /// <summary>Reads a UUID: any case, with or without dashes, braces, <c>urn:</c> and <c>uuid:</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Guid id)
    {
        if (Utf8Parser.TryParse(text, out id, out var read, 'D') && read == text.Length)
        {
            return true;
        }

        id = default;
        text = text.StartsWith("urn:"u8) ? text[4..] : text;
        text = (text.StartsWith("uuid:"u8) ? text[5..] : text).Trim("{}"u8);
        Span<byte> hex = stackalloc byte[HexDigits];
        var digits = 0;
        foreach (var character in text)
        {
            if (character == '-')
            {
                continue;
            }

            if (digits == HexDigits)
            {
                return false;
            }

            hex[digits++] = character;
        }

        return digits == HexDigits && Utf8Parser.TryParse(hex, out id, out read, 'N') && read == HexDigits;
    }

    /// <summary>The id of a record that has none: a UUID of version 8 made from the record's place, so that reading it again gives the same.</summary>
    public static Guid OfPlace(string topic, int partition, Position position)
    {
        var place = Encoding.UTF8.GetBytes($"{new TopicPartition(topic, partition)}@{position}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(place, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
