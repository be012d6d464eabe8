// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>What another platform says when it launches content over LTI.</summary>
public sealed record LtiProviderLaunchParamsData
{
    /// <summary>The roles that the user has there, joined by commas.</summary>
    public required string Roles { get; init; }

    /// <summary>The context of the launch, by the other platform's id.</summary>
    public required string ContextId { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>Further parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> ExtraParams { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
