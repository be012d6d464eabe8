namespace Omnibus.Encodings;

/// <summary>Takes the headers of a record in the order in which they are written.</summary>
internal interface IRecordSink
{
    /// <summary>Adds a header whose bytes never change and may be kept.</summary>
    void AddConstantHeader(string name, ReadOnlyMemory<byte> value);

    /// <summary>Adds a header. The bytes are valid during the call only.</summary>
    void AddHeader(string name, ReadOnlySpan<byte> value);

    /// <summary>The body stands here, behind the headers added so far. Called once, if the wire format gives the body a place.</summary>
    void MarkBody();
}
