namespace Omnibus.Drivers;

/// <summary>What a transport can say without a broker, and the way to make one. Does no I/O and never fails for want of a broker.</summary>
public interface ITransportFactory
{
    /// <summary>Facts that are true of every use of this transport.</summary>
    TransportInfo Info { get; }

    /// <summary>Every setting that <see cref="Create"/> reads. Documentation, validation and the tool's help come from this list.</summary>
    IReadOnlyList<SettingInfo> Settings { get; }

    /// <summary>Reads and checks the settings and makes the transport. Connects to nothing.</summary>
    /// <exception cref="SettingException">A setting is missing or cannot be understood.</exception>
    ITransport Create(TransportSettings settings, TransportHost host);
}
