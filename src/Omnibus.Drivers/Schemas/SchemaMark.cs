using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Omnibus.Drivers;

/// <summary>Names a writer's schema in a record: a number in front of the body, or the text of an attribute.</summary>
/// <param name="Number">With <see cref="SchemaMarkPlace.BodyPrefix"/>: the registry's number.</param>
/// <param name="Text">With <see cref="SchemaMarkPlace.Attribute"/>: the attribute's value.</param>
public readonly record struct SchemaMark(int? Number, string? Text)
{
    private const int FingerprintBytes = 16;

    /// <summary>
    /// The mark of a schema on brokers that keep no numbers: <c>ni:///sha-256-128;</c> (RFC 6920) and the first 16 bytes of the SHA-256 of the text
    /// in UTF-8, as base64url. Texts that mean the same must be the same to have one mark: the core gives schemas in their canonical form.
    /// </summary>
    public static SchemaMark Of(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(schema), hash);
        return new SchemaMark(null, $"ni:///sha-256-128;{Base64Url.EncodeToString(hash[..FingerprintBytes])}");
    }
}
