namespace Omnibus.Drivers;

/// <summary>
/// Says that an assembly is a transport. Read before anything of the assembly is called, so that a version of the contract which
/// the host does not speak is refused with a clear message.
/// </summary>
/// <param name="name">The driver's name in configuration, lower case: <c>"Driver": "kafka"</c>.</param>
/// <param name="factory">A public type with a public constructor without parameters that implements <see cref="ITransportFactory"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TransportAttribute(string name, Type factory) : Attribute
{
    /// <summary>
    /// The version of the contract that this assembly is. A constant: whoever writes it into an attribute says the version that was compiled against.
    /// </summary>
    public const int CurrentVersion = 1;

    /// <summary>The driver's name in configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The factory's type.</summary>
    public Type Factory { get; } = factory;

    /// <summary>The version of this contract that the transport was written for.</summary>
    public required int ContractVersion { get; init; }
}
