using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

/// <summary>Handlers, and services of theirs, that do what they should not.</summary>
public sealed class HostileHandlers
{
    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task A_handler_that_throws_in_its_constructor_is_tried_again_and_named_in_the_dead_letter()
    {
        await using var bus = Bus();
        bus.Services.AddScoped<ConstructorThrows>();
        bus.Services.AddSingleton(new Count());
        bus.Builder.Consumer("reader").Handle<Note, ConstructorThrows>();
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1)], cancellationToken: Soon);

        Assert.Equal(nameof(ConstructorThrows), await HandlerOfLetterAsync(bus));
        Assert.Equal(3, bus.Services.BuildServiceProvider().GetRequiredService<Count>().Value);
    }

    [Fact]
    public async Task A_singleton_that_throws_in_its_constructor_keeps_the_bus_from_starting_and_is_named()
    {
        await using var bus = Bus();
        bus.Services.AddSingleton<ConstructorThrows>();
        bus.Services.AddSingleton(new Count());
        bus.Builder.Consumer("reader").Handle<Note, ConstructorThrows>();

        var exception = await Assert.ThrowsAsync<OmnibusException>(bus.StartAsync);

        Assert.Equal(FaultCode.HandlerFailed, exception.Code);
        Assert.Contains("ConstructorThrows", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'reader'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not today", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_disposes_its_scope_harms_only_what_comes_after_it_in_the_scope_and_that_once()
    {
        var seen = new ConcurrentQueue<long>();
        await using var bus = Bus();
        bus.Services.AddScoped<Probe>();
        bus.Services.AddScoped<ScopeDisposes>();
        bus.Builder.Consumer("reader").Handle<Note, ScopeDisposes>().Handle<Note, Probe>((note, _, _, _) =>
        {
            seen.Enqueue(note.Number);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        await TestBus.UntilAsync(() => seen.Count == 2, Soon);

        Assert.Equal([1L, 2L], seen);
    }

    [Fact]
    public async Task A_service_that_throws_when_its_scope_is_disposed_fails_the_delivery_and_the_consumer_goes_on()
    {
        var handled = new ConcurrentQueue<long>();
        await using var bus = Bus();
        bus.Services.AddScoped<DisposeThrows>();
        bus.Builder.Consumer("reader").Handle<Note, DisposeThrows>((note, _, service, _) =>
        {
            service.Throws = note.Number == 1;
            handled.Enqueue(note.Number);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        await TestBus.UntilAsync(() => handled.Contains(2), Soon);

        Assert.Equal([1L, 1L, 1L, 2L], handled);
        Assert.Equal("", await HandlerOfLetterAsync(bus));
    }

    [Fact]
    public async Task Of_several_handlers_all_are_called_again_when_a_service_throws_as_its_scope_is_disposed()
    {
        var handled = new ConcurrentQueue<string>();
        await using var bus = Bus();
        bus.Services.AddScoped<DisposeThrows>();
        bus.Builder.Consumer("reader")
            .Handle<Note, DisposeThrows>((note, _, service, _) =>
            {
                service.Throws = note.Number == 1;
                handled.Enqueue($"first {note.Number}");
                return ValueTask.CompletedTask;
            })
            .Handle<Note>((note, _, _) =>
            {
                handled.Enqueue($"second {note.Number}");
                return ValueTask.CompletedTask;
            });
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        await TestBus.UntilAsync(() => handled.Contains("second 2"), Soon);

        Assert.Equal(["first 1", "second 1", "first 1", "second 1", "first 1", "second 1", "first 2", "second 2"], handled);
        Assert.Equal("", await HandlerOfLetterAsync(bus));
    }

    [Fact]
    public async Task A_cancellation_callback_that_throws_harms_nobody_and_the_attempt_ends_all_the_same()
    {
        var handled = new ConcurrentQueue<long>();
        await using var bus = Hasty();
        bus.Builder.Consumer("reader").Handle<Note>(async (note, _, token) =>
        {
            handled.Enqueue(note.Number);
            if (note.Number == 1)
            {
                token.Register(() => throw new InvalidOperationException("not today"));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        await TestBus.UntilAsync(() => handled.Contains(2), Soon);

        Assert.Equal([1L, 1L, 1L, 2L], handled);
    }

    [Fact]
    public async Task A_cancellation_callback_that_blocks_keeps_no_other_attempt_from_ending()
    {
        var cancelled = new ConcurrentQueue<long>();
        using var blocking = new ManualResetEventSlim();
        await using var bus = Hasty();
        bus.Builder.Consumer("reader").Handle<Note>(async (note, _, token) =>
        {
            if (note.Number == 1)
            {
                token.Register(blocking.Wait);
            }

            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                cancelled.Enqueue(note.Number);
            }
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1)], cancellationToken: Soon);
        await bus.Bus.PublishAsync([.. Enumerable.Range(2, 8).Select(number => new Note($"key {number}", number))], cancellationToken: Soon);
        await TestBus.UntilAsync(() => cancelled.Count(number => number > 1) >= 8, Soon);
        blocking.Set();
    }

    private static TestBus Hasty() => new()
    {
        Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases, Concurrency = 16, HandlerTimeout = TimeSpan.FromMilliseconds(200) },
    };

    private static TestBus Bus() => new() { Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases, Concurrency = 1 } };

    /// <summary>Waits for the only dead letter and reads which handlers it names.</summary>
    private static async Task<string?> HandlerOfLetterAsync(TestBus bus)
    {
        const string Topic = "notes.tests.reader.dead-letter";
        await TestBus.UntilAsync(
            () => ((ITopicAdministrator)bus.Transport).DescribeAsync(Topic, Soon).AsTask().GetAwaiter().GetResult()?.Partitions.Sum(partition => partition.Count) == 1, Soon);
        await using var consumer = await bus.Transport.OpenConsumerAsync(
            new ConsumerRequest { Topics = [Topic], Group = null, Coordination = Drivers.Coordination.None, Start = StartPoint.Earliest }, Soon);
        Delivery[] buffer = [new()];
        var soon = Soon;
        while (await consumer.ReceiveAsync(buffer, soon) == 0)
        {
        }

        foreach (var header in buffer[0].Headers)
        {
            if (header.Name == "omnibus-handler")
            {
                return System.Text.Encoding.UTF8.GetString(header.Value.Span);
            }
        }

        return null;
    }

    private sealed class Count
    {
        public int Value { get; set; }
    }

    private sealed class ConstructorThrows : IEventHandler<Note>
    {
        public ConstructorThrows(Count count)
        {
            count.Value++;
            throw new InvalidOperationException("not today");
        }

        public ValueTask HandleAsync(Note @event, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Probe;

    private sealed class ScopeDisposes(IServiceProvider services) : IEventHandler<Note>
    {
        public ValueTask HandleAsync(Note @event, EventContext context, CancellationToken cancellationToken)
        {
            if (@event.Number == 1)
            {
                ((IDisposable)services).Dispose();
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class DisposeThrows : IDisposable
    {
        public bool Throws { get; set; }

        public void Dispose()
        {
            if (Throws)
            {
                throw new InvalidOperationException("not disposed");
            }
        }
    }
}
