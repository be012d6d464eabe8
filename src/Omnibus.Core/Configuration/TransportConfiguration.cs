using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>One entry of <c>Omnibus:Transports</c>.</summary>
internal sealed record TransportConfiguration(string Name, ITransportFactory Factory, TransportSettings Settings)
{
    /// <summary>Made, and so checked, but connected to nothing yet. Whoever runs the bus disposes it.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Where the driver reports; whoever runs the bus sets the target before it opens anything.</summary>
    public required NoticeRelay Notices { get; init; }
}
