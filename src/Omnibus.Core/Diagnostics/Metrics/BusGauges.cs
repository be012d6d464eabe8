using System.Diagnostics.Metrics;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>
/// What is asked for when somebody collects metrics. What only a broker knows is asked of it now and then, while somebody listens: a collection never waits
/// for a broker.
/// </summary>
internal sealed class BusGauges(BusRuntime bus, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

#pragma warning disable CA2213 // it has no timer and no handle, and disposing may come twice
    private readonly CancellationTokenSource _ending = new();
#pragma warning restore CA2213
    private volatile IReadOnlyList<GroupState> _groups = [];
    private Task _watching = Task.CompletedTask;
    private Instrument[] _watched = [];

    public IEnumerable<Measurement<long>> Queued() => bus.Loops.Select(loop => new Measurement<long>(
        loop.Value.Waiting, new(Tags.System, bus.Transports[loop.Key].Info.Name), new KeyValuePair<string, object?>(Tags.Transport, loop.Key)));

    public IEnumerable<Measurement<long>> InFlight() => bus.Consumers.Select(consumer => new Measurement<long>(consumer.InFlight, TagsOf(consumer.Name)));

    public IEnumerable<Measurement<long>> Lag() => _groups.Where(state => state.Lag is not null).Select(state => new Measurement<long>(
        state.Lag!.Value, [.. TagsOf(state.Consumer), new(Tags.Destination, state.Topic)]));

    public IEnumerable<Measurement<double>> Age() => _groups.Where(state => state.Oldest is not null || state.Lag == 0).Select(state => new Measurement<double>(
        state.Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0, [.. TagsOf(state.Consumer), new(Tags.Destination, state.Topic)]));

    /// <summary>Has the broker asked for as long as one of these is listened to.</summary>
    public void Watch(params Instrument[] instruments) => _watched = instruments;

    public void Start() => _watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
    }

    private KeyValuePair<string, object?>[] TagsOf(string consumer)
    {
        var configuration = bus.Configuration.Consumers.First(candidate => candidate.Name == consumer);
        return
        [
            new(Tags.System, bus.Transports[configuration.Transport].Info.Name),
            new(Tags.Group, configuration.Group),
            new(Tags.Consumer, consumer),
        ];
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            do
            {
                if (Array.Exists(_watched, instrument => instrument.Enabled))
                {
                    await LookAsync(_ending.Token).ConfigureAwait(false);
                }
            }
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The bus ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var states = new List<GroupState>();
        foreach (var consumer in bus.Configuration.Consumers)
        {
            if (bus.Transports[consumer.Transport].Transport is not IGroupAdministrator groups)
            {
                continue;
            }

            try
            {
                if (await groups.DescribeGroupAsync(consumer.Group, cancellationToken).ConfigureAwait(false) is { } group)
                {
                    states.AddRange(StatesOf(consumer.Name, group));
                }
            }
#pragma warning disable CA1031 // whatever a driver throws: what is not known is not measured, and the consumer itself says what is wrong
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                // Old numbers would be wrong ones.
            }
        }

        _groups = states;
    }

    private IEnumerable<GroupState> StatesOf(string consumer, GroupDescription group) => group.Partitions
        .GroupBy(partition => partition.Partition.Topic)
        .Select(topic => new GroupState(
            consumer,
            bus.Configuration.ShortName(topic.Key),
            topic.Any(partition => partition.Lag is null) ? null : topic.Sum(partition => partition.Lag),
            topic.Min(partition => partition.OldestUnsettled)));

    private sealed record GroupState(string Consumer, string Topic, long? Lag, DateTimeOffset? Oldest);
}
