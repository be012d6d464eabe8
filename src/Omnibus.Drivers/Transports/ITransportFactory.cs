namespace Omnibus.Drivers;

/// <summary>What a transport can say without a broker, and the way to make one. Does no I/O and never fails for want of a broker.</summary>
public interface ITransportFactory
{
    /// <summary>Facts that are true of every use of this transport.</summary>
    TransportInfo Info { get; }

    /// <summary>Every setting that <see cref="Create"/> reads. Documentation, validation and the tool's help come from this list.</summary>
    IReadOnlyList<SettingInfo> Settings { get; }

    /// <summary>
    /// Why the driver cannot be used on this machine, with what helps; null where it can. Looks for what it needs from outside .NET, such as a native
    /// library, and costs what loading that costs; nothing else of the factory does.
    /// </summary>
    string? WhyNotHere() => null;

    /// <summary>Reads and checks the settings and makes the transport. Connects to nothing.</summary>
    /// <exception cref="SettingException">A setting is missing or cannot be understood.</exception>
    ITransport Create(TransportSettings settings, TransportHost host);
}
