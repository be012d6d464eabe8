using System.Security.Cryptography;
using System.Text;
using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Schemas;

/// <summary>What names a schema in <c>dataschema</c>: half of the SHA-256 of its canonical form, as RFC 6920 writes it.</summary>
internal static class SchemaMark
{
    private const int Bytes = 16;

    public static string Of(RecordModel body, string type)
    {
        using var hash = SHA256.Create();
        var digest = hash.ComputeHash(Encoding.UTF8.GetBytes(CanonicalForm.Of(body, type)));
        var base64 = Convert.ToBase64String(digest, 0, Bytes);
        return "ni:///sha-256-128;" + base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
