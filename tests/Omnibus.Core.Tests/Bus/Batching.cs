using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

/// <summary>Events that are handled together.</summary>
public sealed class Batching : IAsyncDisposable
{
    /// <summary>Keeps the store alive that it filled.</summary>
    private readonly TestBus _filler = new();

    private static CancellationToken Soon => TestBus.Soon;

    public ValueTask DisposeAsync() => _filler.DisposeAsync();

    [Fact]
    public async Task Events_that_lie_one_behind_another_are_handled_at_once_in_their_order_and_all_acknowledged()
    {
        var recorder = new Recorder();
        await using var bus = await FilledAsync(recorder, 50);
        await TestBus.UntilAsync(() => recorder.Handled == 50, Soon);

        Assert.True(recorder.Batches.Count < 10, $"50 events came in {recorder.Batches.Count} batches.");
        Assert.Equal(Enumerable.Range(0, 50).Select(number => (long)number), recorder.Batches.SelectMany(batch => batch));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"ada/{number}"), recorder.Places);
        await bus.Runtime.StopAsync(Soon);
        Assert.Equal(0, await LagAsync(bus));
    }

    [Fact]
    public async Task No_batch_is_larger_than_its_handler_wants()
    {
        var recorder = new Recorder();
        await using var bus = await FilledAsync(recorder, 50, most: 8);
        await TestBus.UntilAsync(() => recorder.Handled == 50, Soon);

        Assert.All(recorder.Batches, batch => Assert.InRange(batch.Count, 1, 8));
        Assert.Contains(recorder.Batches, batch => batch.Count == 8);
    }

    [Fact]
    public async Task An_event_that_the_handler_fails_is_tried_again_alone_and_the_others_are_not()
    {
        var recorder = new Recorder { Fails = (number, attempt) => number == 7 && attempt == 1 };
        await using var bus = await FilledAsync(recorder, 20);
        await TestBus.UntilAsync(() => recorder.Handled == 21, Soon);

        Assert.Contains(recorder.Batches, batch => batch.SequenceEqual([7L]));
        Assert.Equal(2, recorder.Batches.SelectMany(batch => batch).Count(number => number == 7));
        Assert.Equal(20, recorder.Batches.SelectMany(batch => batch).Distinct().Count());
        Assert.Equal(0, await LettersAsync(bus));
    }

    [Fact]
    public async Task An_event_that_fails_every_time_becomes_the_only_dead_letter()
    {
        var recorder = new Recorder { Fails = (number, _) => number == 7 };
        await using var bus = await FilledAsync(recorder, 20);
        await TestBus.UntilAsync(() => recorder.Handled == 22, Soon);
        await bus.Runtime.StopAsync(Soon);

        Assert.Equal(3, recorder.Batches.SelectMany(batch => batch).Count(number => number == 7));
        Assert.Equal(1, await LettersAsync(bus));
        Assert.Equal(0, await LagAsync(bus));
    }

    [Fact]
    public async Task A_handler_that_throws_fails_the_whole_batch_and_each_event_is_tried_again_alone()
    {
        var recorder = new Recorder { Throws = batch => batch.Count > 1 };
        await using var bus = await FilledAsync(recorder, 10);
        await TestBus.UntilAsync(() => recorder.Batches.Count(batch => batch.Count == 1) == 10, Soon);

        Assert.Contains(recorder.Batches, batch => batch.Count > 1);
        Assert.Equal(Enumerable.Range(0, 10).Select(number => (long)number), recorder.Batches.Where(batch => batch.Count == 1).Select(batch => batch[0]));
        Assert.Equal(0, await LettersAsync(bus));
    }

    [Fact]
    public async Task A_batch_that_takes_too_long_is_cancelled_and_its_events_are_tried_again_alone()
    {
        var recorder = new Recorder { Hangs = batch => batch.Count > 1 };
        await using var bus = await FilledAsync(recorder, 5, configure: consumer => consumer with { HandlerTimeout = TimeSpan.FromMilliseconds(100) });
        await TestBus.UntilAsync(() => recorder.Batches.Count(batch => batch.Count == 1) == 5, Soon);

        Assert.Contains(recorder.Batches, batch => batch.Count > 1);
        Assert.Equal(0, await LettersAsync(bus));
    }

    [Fact]
    public async Task A_stop_while_a_batch_is_handled_settles_all_of_it_and_nothing_of_it_comes_again()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new Recorder
        {
            Waits = async () =>
            {
                begun.TrySetResult();
                await release.Task;
            },
        };
        await using var bus = await FilledAsync(recorder, 20, most: 8);
        await begun.Task.WaitAsync(Soon);
        var stopping = bus.Runtime.StopAsync(Soon);
        release.SetResult();
        await stopping;

        // Twenty where the stop reached the consumer late.
        Assert.InRange(recorder.Handled, 2, 20);
        Assert.Equal(20 - recorder.Handled, await LagAsync(bus));
        var rest = new Recorder();
        await using var next = await ReadingAsync(rest);
        await TestBus.UntilAsync(() => rest.Handled + recorder.Handled >= 20, Soon);
        await next.Runtime.StopAsync(Soon);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => (long)number), recorder.Batches.Concat(rest.Batches).SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_batch_handler_and_a_handler_of_single_events_of_one_consumer_are_tried_separately()
    {
        var single = new ConcurrentQueue<long>();
        var recorder = new Recorder { Fails = (number, attempt) => number == 3 && attempt == 1 };
        await using var bus = await FilledAsync(recorder, 10, also: consumer => consumer.Handle<Note>((note, _, _) =>
        {
            single.Enqueue(note.Number);
            return ValueTask.CompletedTask;
        }));
        await TestBus.UntilAsync(() => recorder.Handled == 11 && single.Count == 10, Soon);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => (long)number), single);
    }

    [Fact]
    public async Task An_event_that_cannot_be_decoded_ends_a_batch_and_harms_nobody_else()
    {
        var recorder = new Recorder();
        await using var bus = await FilledAsync(recorder, 10, bad: 5);
        await TestBus.UntilAsync(() => recorder.Handled == 9, Soon);
        await bus.Runtime.StopAsync(Soon);

        Assert.DoesNotContain(recorder.Batches, batch => batch.Contains(4) && batch.Contains(6));
        Assert.Equal(1, await LettersAsync(bus));
    }

    [Fact]
    public async Task A_batch_of_no_events_at_most_is_refused()
    {
        await _filler.StartAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => _filler.Builder.Consumer("reader").HandleBatch(new Recorder(), most: 0));
    }

    /// <summary>A bus whose topic holds notes before its consumer begins, all on one partition and one strand.</summary>
    private async Task<TestBus> FilledAsync(
        Recorder recorder,
        int count,
        int most = 100,
        Func<Configuration.ConsumerConfiguration, Configuration.ConsumerConfiguration>? configure = null,
        Action<ConsumerBuilder>? also = null,
        int bad = -1)
    {
        await _filler.StartAsync();
        await _filler.Bus.PublishAsync([.. Enumerable.Range(0, count).Select(number => new Note("ada", number == bad ? Note.Undecodable : number))], cancellationToken: Soon);
        return await ReadingAsync(recorder, most, configure, also);
    }

    private async Task<TestBus> ReadingAsync(
        Recorder recorder,
        int most = 100,
        Func<Configuration.ConsumerConfiguration, Configuration.ConsumerConfiguration>? configure = null,
        Action<ConsumerBuilder>? also = null)
    {
        var bus = new TestBus(_filler.Store)
        {
            Configure = consumer => (configure ?? (same => same))(consumer with { Concurrency = 1, Coordination = Drivers.Coordination.Leases }),
        };
        var builder = bus.Builder.Consumer("reader").HandleBatch(recorder, most);
        also?.Invoke(builder);
        return await bus.StartAsync();
    }

    private static async Task<long> LagAsync(TestBus bus) =>
        (await ((IGroupAdministrator)bus.Transport).DescribeGroupAsync("tests.reader", Soon))!.Partitions.Sum(partition => partition.Lag) ?? -1;

    private static async Task<long> LettersAsync(TestBus bus) =>
        (await ((ITopicAdministrator)bus.Transport).DescribeAsync("notes.tests.reader.dead-letter", Soon))?.Partitions.Sum(partition => partition.Count) ?? 0;

    private sealed class Recorder : IEventBatchHandler<Note>
    {
        private readonly Dictionary<long, int> _attempts = [];
        private readonly ConcurrentQueue<IReadOnlyList<long>> _batches = new();
        private int _handled;

        public Func<long, int, bool> Fails { get; init; } = (_, _) => false;

        public Func<IReadOnlyList<long>, bool> Throws { get; init; } = _ => false;

        public Func<IReadOnlyList<long>, bool> Hangs { get; init; } = _ => false;

        public Func<Task> Waits { get; init; } = () => Task.CompletedTask;

        public IReadOnlyList<IReadOnlyList<long>> Batches => [.. _batches];

        public ConcurrentQueue<string> Places { get; } = new();

        public int Handled => Volatile.Read(ref _handled);

        public async ValueTask HandleAsync(EventBatch<Note> batch, CancellationToken cancellationToken)
        {
            long[] numbers = [.. batch.Select(note => note.Number)];
            _batches.Enqueue(numbers);
            await Waits();
            if (Hangs(numbers))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            if (Throws(numbers))
            {
                throw new InvalidOperationException("all of it");
            }

            for (var i = 0; i < batch.Count; i++)
            {
                var attempt = _attempts[numbers[i]] = _attempts.GetValueOrDefault(numbers[i]) + 1;
                if (Fails(numbers[i], attempt))
                {
                    batch.Fail(i, new InvalidOperationException("this one"));
                }

                Places.Enqueue($"{batch.ContextOf(i).Key}/{numbers[i]}");
                Assert.Equal(Note.Definition.Type, batch.ContextOf(i).Metadata.Type);
            }

            Interlocked.Add(ref _handled, numbers.Length);
        }
    }
}
