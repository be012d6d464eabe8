using Omnibus.Consuming;
using Omnibus.Encodings;

namespace Omnibus.Pipeline;

/// <summary>The attributes of a delivery of a batch that is not the one being worked off.</summary>
internal sealed class DeliveryMetadata(WireReader reader, InFlight delivery) : IMetadataSource
{
    public EventMetadata ReadMetadata() => reader.ReadMetadata(delivery);

    public string? ReadKey() => reader.ReadKey(delivery);
}
