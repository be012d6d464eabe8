namespace Omnibus.Drivers;

/// <summary>Ability of a transport: says whether the broker is there and what is missing. Writes nothing.</summary>
public interface IProbe
{
    /// <summary>Connects and looks. Throws what the client throws when the broker cannot be reached.</summary>
    ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What a probe found.</summary>
/// <param name="Server">Product and version, for example <c>redis 7.0.15</c>.</param>
/// <param name="Address">Where it was found, without secrets.</param>
public sealed record ProbeResult(string Server, string Address)
{
    /// <summary>One sentence for each permission that is missing, with its remedy.</summary>
    public IReadOnlyList<string> MissingPermissions { get; init; } = [];
}
