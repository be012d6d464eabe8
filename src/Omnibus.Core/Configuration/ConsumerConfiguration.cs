using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>One entry of <c>Omnibus:Consume</c> together with its handlers.</summary>
internal sealed record ConsumerConfiguration(string Name)
{
    public required IReadOnlyList<string> Topics { get; init; }

    public required string Transport { get; init; }

    public required string Group { get; init; }

    public StartPoint Start { get; init; } = StartPoint.Earliest;

    public Ordering Ordering { get; init; } = Ordering.Partition;

    /// <summary>Who decides what this consumer reads: the transport's flag that suits the ordering.</summary>
    public required Drivers.Coordination Coordination { get; init; }

    public int Concurrency { get; init; } = Defaults.Concurrency;

    public RetryConfiguration Retry { get; init; } = new();

    public TimeSpan HandlerTimeout { get; init; } = Defaults.HandlerTimeout;

    public FailureAction OnFailure { get; init; } = FailureAction.DeadLetter;

    public UnhandledAction OnUnhandled { get; init; } = UnhandledAction.Skip;

    /// <summary>Reads what was redriven to the group, in place of the topics themselves.</summary>
    public bool Redrives { get; init; }

    /// <summary>The consumer whose handlers these are: what the application calls it.</summary>
    public string Registered { get; init; } = Name;

    /// <summary>Types without a handler that are passed over in silence.</summary>
    public IReadOnlySet<string> Ignore { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>Dead letters carry the text of the exception, which may hold personal data.</summary>
    public bool DeadLetterMessages { get; init; }
}
