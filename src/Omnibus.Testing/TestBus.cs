namespace Omnibus.Testing;

/// <summary>
/// A bus in memory for an application's own tests, shared by every host that is given it. Knows what was published, handled and failed, and when nothing is
/// left to do. Safe for concurrent calls.
/// </summary>
public sealed class TestBus
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>A bus that nobody else shares, unless by being given this object.</summary>
    public TestBus() => Testbed = new Testbed($"test-{Guid.NewGuid():N}");

    internal Testbed Testbed { get; }

    /// <summary>Every delivery that failed for good, of any type, also one that could not be decoded. Oldest first.</summary>
    public IReadOnlyList<FailedDelivery> Failures => Testbed.Record.Failures;

    /// <summary>Says that deliveries may fail for good in this test: <see cref="WhenIdleAsync"/> does not throw for them.</summary>
    /// <returns>This bus.</returns>
    public TestBus ExpectFailures()
    {
        Testbed.Record.FailuresAreExpected = true;
        return this;
    }

    /// <summary>
    /// Completes when everything that was published, also by handlers, has ended in every group that reads it: handled, passed over or a dead letter. It
    /// does so at that moment; nothing is polled. Publish before you call it.
    /// </summary>
    /// <param name="patience">How long it may take; 30 seconds unless said.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DeliveryFailedException">A delivery failed for good, and that was not expected.</exception>
    /// <exception cref="TimeoutException">It took longer; the message says what waits for whom.</exception>
    public async Task WhenIdleAsync(TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var idle = Testbed.Ledger.WhenIdle();
        var failed = Testbed.Record.WhenFailed();
        try
        {
            await Task.WhenAny(idle, failed).WaitAsync(patience ?? s_patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The bus was not idle within {patience ?? s_patience}. {Testbed.Ledger.Describe()}");
        }

        Testbed.Record.ThrowIfFailed();
    }

    /// <summary>
    /// Publishes the events of a capture, one a line, as <c>omnibus capture</c>, <c>consume</c> and <c>dead-letters show</c> write them: with the topic, type, id,
    /// time, key and data that they had. They do not count as <see cref="Published"/>, which is what the application publishes. Start the hosts before.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="cancellationToken">Ends it; what was stored before stays.</param>
    /// <returns>How many events were stored.</returns>
    /// <exception cref="EventDataException">A line is not an event; it names the line. The events before it are stored.</exception>
    public Task<int> ReplayAsync(TextReader lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return new Replay(Testbed).RunAsync(lines, cancellationToken);
    }

    /// <summary>The events of a type that were published, oldest first: as objects, before they were encoded.</summary>
    public IReadOnlyList<PublishedEvent<TEvent>> Published<TEvent>()
        where TEvent : class, IEvent<TEvent> => Testbed.Record.Published<TEvent>();

    /// <summary>The events of a type that were handled, once for each group, oldest first.</summary>
    public IReadOnlyList<HandledEvent<TEvent>> Handled<TEvent>()
        where TEvent : class, IEvent<TEvent> => Testbed.Record.Handled<TEvent>();

    /// <summary>The events of a type that could be decoded and failed for good, oldest first.</summary>
    public IReadOnlyList<FailedEvent<TEvent>> DeadLettered<TEvent>()
        where TEvent : class, IEvent<TEvent> => Testbed.Record.DeadLettered<TEvent>();
}
