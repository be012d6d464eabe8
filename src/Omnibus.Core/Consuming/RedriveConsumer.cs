using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Recovery;

namespace Omnibus.Consuming;

/// <summary>
/// Reads what was redriven to a consumer's group, beside the consumer and not within it: a redrive topic that is not there, is forbidden, or holds what
/// fails again does not disturb what is new. Looks for the topics now and then, because the first redrive makes them. Safe to stop twice.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="consumer">The consumer that it stands beside.</param>
/// <param name="transport">Its transport.</param>
/// <param name="open">Makes a consumer with the same handlers.</param>
internal sealed class RedriveConsumer(
    BusConfiguration bus, ConsumerConfiguration consumer, TransportRuntime transport, Func<ConsumerConfiguration, ConsumerRuntime> open) : IAsyncDisposable
{
    /// <summary>A consumer that ended because it may not read is tried again after so many looks.</summary>
    private const int LooksAfterEnd = 12;

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private ConsumerRuntime? _reader;
    private IReadOnlyList<string> _topics = [];
    private Task? _running;
    private Task? _stopping;
    private bool _isFailing;

    public void Start()
    {
        if (transport.Transport is ITopicAdministrator topics)
        {
            _running ??= Task.Run(() => RunAsync(topics));
        }
    }

    /// <summary>Drains within the time that the token gives.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        if (_reader is { } reader)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }

        _ending.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await (_running ?? Task.CompletedTask).ConfigureAwait(false);
        if (_reader is { } reader)
        {
            await reader.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(ITopicAdministrator topics)
    {
        for (var looks = 0; !_ending.IsCancellationRequested; looks++)
        {
            try
            {
                await LookAsync(topics, mayReopen: looks % LooksAfterEnd == 0).ConfigureAwait(false);
                _isFailing = false;
                await Task.Delay(Defaults.RedriveLook, transport.Time, _ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever a driver throws, what is new goes on being read, and this is tried again
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_isFailing)
                {
                    transport.Log.ConsumerWaits(consumer.Name, "looking for redriven records", transport.Classify(exception), exception);
                }

                _isFailing = true;
                await Task.Delay(Defaults.RedriveLook, transport.Time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LookAsync(ITopicAdministrator topics, bool mayReopen)
    {
        var found = new List<string>();
        foreach (var topic in consumer.Topics)
        {
            var redrive = GroupTopics.RedriveOf(topic, consumer.Group);
            if (_topics.Contains(redrive) || await topics.DescribeAsync(bus.FullName(redrive), _ending.Token).ConfigureAwait(false) is not null)
            {
                found.Add(redrive);
            }
        }

        if (found.Count > _topics.Count || (mayReopen && _reader is { Problem: not null }))
        {
            await OpenAsync(found).ConfigureAwait(false);
        }
    }

    private async Task OpenAsync(IReadOnlyList<string> found)
    {
        if (_reader is { } reader)
        {
            using var drain = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            drain.CancelAfter(bus.DrainTimeout);
            await reader.StopAsync(drain.Token).ConfigureAwait(false);
            _reader = null;
            await reader.DisposeAsync().ConfigureAwait(false);
        }

        _ending.Token.ThrowIfCancellationRequested();
        _topics = found;
        _reader = open(consumer with
        {
            Name = $"{consumer.Name}.redrive",
            Registered = consumer.Name,
            Redrives = true,
            Topics = found,
            Start = StartPoint.Earliest,
            OnFailure = FailureAction.DeadLetter,
            OnUnhandled = UnhandledAction.DeadLetter,
        });
        _reader.Start();
    }
}
