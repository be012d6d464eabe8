namespace Omnibus;

/// <summary>
/// What holds where configuration says nothing, in place of the bus's own defaults: the customs of a system that an application joins. A package for such a
/// system gives them to <see cref="OmnibusBuilder.Follow"/>.
/// </summary>
public sealed record BusCustoms
{
    /// <summary>Whether an event that no entry of <c>Omnibus:Publish</c> names has a route of its own.</summary>
    public bool ImplicitRoutes { get; init; } = true;

    /// <summary>Makes <c>Omnibus:Source</c> of the service's name; null: the bus's own.</summary>
    public Func<string, string>? Source { get; init; }

    /// <summary>The version that events say in <c>sourcelib</c>, numbers joined by dots; null: that of the bus.</summary>
    public string? SourceLib { get; init; }

    /// <summary>Settings of transports, for each driver that has them.</summary>
    public IReadOnlyList<DriverSetting> Settings { get; init; } = [];
}

/// <summary>The value of a setting, for every transport of a driver.</summary>
/// <param name="Driver">The driver, for example <c>redis</c>.</param>
/// <param name="Name">The setting, as configuration names it below the transport.</param>
/// <param name="Value">Its text.</param>
public sealed record DriverSetting(string Driver, string Name, string Value);
