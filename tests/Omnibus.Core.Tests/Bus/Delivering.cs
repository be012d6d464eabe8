using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

public sealed class Delivering
{
    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task A_published_event_reaches_its_handler()
    {
        var seen = new ConcurrentQueue<(Note Note, string Topic, string? Key, string Id)>();
        await using var bus = new TestBus();
        bus.Builder.Consumer("reader").Handle<Note>((note, context, _) =>
        {
            seen.Enqueue((note, context.Topic, context.Key, context.Metadata.Id));
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();

        var receipt = await bus.Bus.PublishAsync(new Note("ada", 7), cancellationToken: Soon);
        await TestBus.UntilAsync(() => !seen.IsEmpty, Soon);

        Assert.Equal(RouteState.Stored, receipt.Route.State);
        Assert.Equal([(new Note("ada", 7), "notes", "ada", receipt.Id)], seen);
    }

    [Fact]
    public async Task A_batch_reaches_the_handler_whole_and_every_key_in_order()
    {
        var seen = new ConcurrentQueue<Note>();
        await using var bus = new TestBus
        {
            Configure = consumer => consumer with { Ordering = Ordering.Key, Coordination = Drivers.Coordination.Leases },
        };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, _) =>
        {
            seen.Enqueue(note);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();

        var notes = Enumerable.Range(0, 5000).Select(i => new Note($"key-{i % 13}", i)).ToList();
        var receipts = await bus.Bus.PublishAsync(notes, cancellationToken: Soon);
        await TestBus.UntilAsync(() => seen.Count == notes.Count, Soon);

        Assert.Equal(notes.Count, receipts.Count);
        Assert.All(
            seen.GroupBy(note => note.Subject),
            group => Assert.Equal(group.OrderBy(note => note.Number), group));
    }

    [Fact]
    public async Task A_poison_event_is_tried_again_and_becomes_a_dead_letter_and_the_next_one_is_handled()
    {
        var attempts = 0;
        var seen = new ConcurrentQueue<long>();
        await using var bus = new TestBus { Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases } };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, _) =>
        {
            if (note.Number == 1)
            {
                Interlocked.Increment(ref attempts);
                throw new InvalidOperationException("poison");
            }

            seen.Enqueue(note.Number);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();

        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        await TestBus.UntilAsync(() => !seen.IsEmpty, Soon);

        Assert.Equal(3, attempts);
        var letters = await ((ITopicAdministrator)bus.Transport).DescribeAsync("notes.tests.reader.dead-letter", Soon);
        Assert.Equal(1, letters!.Partitions.Sum(partition => partition.Count));
    }

    [Fact]
    public async Task A_stop_waits_for_the_handler_that_runs_and_drops_what_has_not_begun()
    {
        var handled = 0;
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var bus = new TestBus { Configure = consumer => consumer with { Concurrency = 1 } };
        bus.Builder.Consumer("reader").Handle<Note>(async (_, _, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            Interlocked.Increment(ref handled);
        });
        await bus.StartAsync();

        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await begun.Task.WaitAsync(Soon);
        var stopping = bus.Runtime.StopAsync(Soon);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Equal(1, handled);
    }

    [Fact]
    public async Task What_a_handler_leaves_in_the_execution_context_reaches_no_other_delivery()
    {
        var left = new AsyncLocal<long>();
        var found = new ConcurrentQueue<long>();
        await using var bus = new TestBus
        {
            Configure = consumer => consumer with { Concurrency = 1, Coordination = Drivers.Coordination.Leases },
        };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, _) =>
        {
            found.Enqueue(left.Value);
            left.Value = note.Number;
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();

        await bus.Bus.PublishAsync([.. Enumerable.Range(1, 100).Select(i => new Note("ada", i))], cancellationToken: Soon);
        await TestBus.UntilAsync(() => found.Count == 100, Soon);

        Assert.All(found, value => Assert.Equal(0, value));
    }
}
