namespace Omnibus.Drivers;

/// <summary>Ability of a transport: says whether the broker is there and what is missing. Writes nothing.</summary>
public interface IProbe
{
    /// <summary>Connects and looks. Throws what the client throws when the broker cannot be reached.</summary>
    ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The same, by somebody who knows what the bus is going to do there: where a broker can tell, <see cref="ProbeResult.MissingPermissions"/> has what is
    /// missing for that, and nothing else.
    /// </summary>
    /// <param name="use">What the bus is going to do there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ProbeResult> ProbeAsync(ProbeUse use, CancellationToken cancellationToken) => ProbeAsync(cancellationToken);
}

/// <summary>What a bus does at a broker.</summary>
public sealed record ProbeUse
{
    /// <summary>The topics that it publishes to or consumes, each once.</summary>
    public IReadOnlyList<TopicUse> Topics { get; init; } = [];

    /// <summary>The groups that it consumes in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>What a bus does with one topic.</summary>
/// <param name="Topic">Its name, as the broker knows it.</param>
public sealed record TopicUse(string Topic)
{
    /// <summary>It is published to.</summary>
    public bool Publishes { get; init; }

    /// <summary>It is consumed.</summary>
    public bool Consumes { get; init; }

    /// <summary>It is made where it is missing.</summary>
    public bool Creates { get; init; }
}

/// <summary>What a probe found.</summary>
/// <param name="Server">Product and version, for example <c>redis 7.0.15</c>.</param>
/// <param name="Address">Where it was found, without secrets.</param>
public sealed record ProbeResult(string Server, string Address)
{
    /// <summary>One sentence for each permission that is missing, with its remedy.</summary>
    public IReadOnlyList<string> MissingPermissions { get; init; } = [];
}
