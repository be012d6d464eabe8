using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus;

/// <summary>Every failure of the bus. Act on <see cref="Code"/>, never on the text.</summary>
public sealed class OmnibusException : Exception
{
    internal OmnibusException(FaultCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>What it means.</summary>
    public FaultCode Code { get; }

    /// <summary>The stable id of the code, <c>OMNnnnn</c>: the name of its page in the documentation.</summary>
    public string Id => IdOf(Code);

    /// <summary>The transport's name in configuration, where one is concerned.</summary>
    public string? Transport { get; init; }

    /// <summary>The topic, without prefix, where one is concerned.</summary>
    public string? Topic { get; init; }

    /// <summary>When publishing: how it stands with each route.</summary>
    public IReadOnlyList<RouteOutcome> Routes { get; init; } = [];

    /// <summary>When publishing: whether publishing the same event again can store it twice.</summary>
    public bool RepeatingMayDuplicate => Routes.Any(route => route.State != RouteState.NotSent);

    /// <summary>When configuration is wrong: every problem, each with its path and its fix.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The id of a code.</summary>
    public static string IdOf(FaultCode code) => string.Create(CultureInfo.InvariantCulture, $"OMN{1000 + (int)code}");
}
