using Omnibus.Drivers;

namespace Omnibus.Conformance;

/// <summary>
/// All that the author of a transport writes to have it held to its promises: where a store is, and how to disturb it. One harness is one
/// store. It is used by one case at a time; topics and groups have new names in every case, so a store may be shared and need not be empty.
/// </summary>
public interface ITransportHarness : IAsyncDisposable
{
    /// <summary>The transport's factory.</summary>
    ITransportFactory Factory { get; }

    /// <summary>
    /// The settings of the store. Every transport that is made from them reaches the same store over a connection of its own. Asked for after
    /// <see cref="PrepareAsync"/>.
    /// </summary>
    IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>The settings of a store that is not there (a port on which nothing listens); null where that cannot be, as in one process.</summary>
    IReadOnlyDictionary<string, string?>? UnreachableSettings => null;

    /// <summary>How many partitions topics get in the cases that need several; 1 where the broker has no partitions.</summary>
    int Partitions => 4;

    /// <summary>
    /// How long anything may take that happens at once on a healthy broker: a delivery, an assignment, a disposal. Cases wait on conditions and
    /// end as soon as these hold, so patience costs nothing but the time to notice a broken promise.
    /// </summary>
    TimeSpan Patience => TimeSpan.FromSeconds(15);

    /// <summary>How long a receive waits in cases that look whether there is nothing: long enough for a record that should not be there to come.</summary>
    TimeSpan ShortWait => TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// After this long without a receive the broker gives a member's partitions to another one, with <see cref="Settings"/>; null where the
    /// broker does not decide, or does not within a minute.
    /// </summary>
    TimeSpan? SilenceLimit => null;

    /// <summary>
    /// Makes the store ready. Called once, before the first case. Null when it is ready; else why nothing can be asked, closing with the exact
    /// command that would change that.
    /// </summary>
    ValueTask<string?> PrepareAsync(CancellationToken cancellationToken) => new((string?)null);

    /// <summary>Cuts every connection and lets no new one in, until the result is disposed of; what is stored stays. Null where that cannot be done.</summary>
    ValueTask<IAsyncDisposable?> InterruptAsync(CancellationToken cancellationToken) => new((IAsyncDisposable?)null);

    /// <summary>Makes a topic. The default asks the transport's <see cref="ITopicAdministrator"/>.</summary>
    async ValueTask CreateTopicAsync(ITransport transport, TopicSpecification topic, CancellationToken cancellationToken)
    {
        if (transport is not ITopicAdministrator administrator)
        {
            throw new NotSupportedException(
                $"'{Factory.Info.Name}' is no {nameof(ITopicAdministrator)}: its harness must make topics in {nameof(CreateTopicAsync)}.");
        }

        await administrator.CreateAsync(topic, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A topic name that nobody has used.</summary>
    string NewTopicName() => $"conformance-{Guid.NewGuid():N}";

    /// <summary>A group name that nobody has used.</summary>
    string NewGroupName() => $"conformance-{Guid.NewGuid():N}";
}
