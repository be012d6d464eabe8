namespace Omnibus;

/// <summary>The Avro schema of an event's data, as the generator made it.</summary>
/// <param name="Text">The schema as JSON: keys and fields in the order of declaration, no white space.</param>
/// <param name="Mark">
/// What names it in <c>dataschema</c>: <c>ni:///sha-256-128;</c> (RFC 6920) and base64url of the first 16 bytes of the SHA-256 of its Avro Parsing
/// Canonical Form. Schemas of one mark read each other's bytes without resolution.
/// </param>
public sealed record EventSchema(string Text, string Mark);
