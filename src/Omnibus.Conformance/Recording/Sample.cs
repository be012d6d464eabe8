namespace Omnibus.Conformance.Recording;

/// <summary>A record to be sent.</summary>
internal sealed record Sample(string Topic)
{
    public int? Partition { get; init; }

    public byte[]? Key { get; init; }

    public IReadOnlyList<(string Name, byte[] Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; } = [];
}
