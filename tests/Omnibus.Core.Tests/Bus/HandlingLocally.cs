using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Omnibus.Core.Tests.Bus;

/// <summary>Handlers in the process that publishes.</summary>
public sealed class HandlingLocally
{
    private readonly ConcurrentQueue<string> _seen = new();

    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task They_run_in_their_order_before_the_bus_has_the_event_and_know_its_id()
    {
        EventMetadata? metadata = null;
        await using var bus = Bus();
        bus.Builder
            .HandleLocally<Note>((note, context, _) =>
            {
                metadata = context.Metadata;
                _seen.Enqueue($"first {note.Number} {context.Key} {context.IsLocal}");
                return ValueTask.CompletedTask;
            })
            .HandleLocally<Note>((note, _, _) => See($"second {note.Number}"));
        await bus.StartAsync();
        var receipt = await bus.Bus.PublishAsync(new Note("ada", 7), new PublishOptions { Extensions = new Dictionary<string, string> { ["tenant"] = "a" } }, Soon);
        await TestBus.UntilAsync(() => _seen.Count == 3, Soon);
        Assert.Equal(["first 7 ada True", "second 7", "bus 7 False"], _seen);
        Assert.Equal((receipt.Id, "test.note.v1", "/tests", "a"), (metadata!.Id, metadata.Type, metadata.Source, metadata.Extensions["tenant"]));
    }

    [Fact]
    public async Task One_that_fails_keeps_nobody_else_from_the_event()
    {
        await using var bus = Bus();
        bus.Builder
            .HandleLocally<Note>((_, _, _) => throw new InvalidOperationException("broken"))
            .HandleLocally<Note>((note, _, _) => See($"second {note.Number}"));
        await bus.StartAsync();
        await bus.Bus.PublishAsync(new Note("ada", 7), cancellationToken: Soon);
        await TestBus.UntilAsync(() => _seen.Count == 2, Soon);
        Assert.Equal(["second 7", "bus 7 False"], _seen);
    }

    [Fact]
    public async Task Where_failures_are_to_be_thrown_the_first_one_ends_publishing_and_nothing_is_sent()
    {
        await using var bus = Bus();
        bus.Builder
            .HandleLocally<Note>((note, _, _) => note.Number == 1 ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask)
            .HandleLocally<Note>((note, _, _) => See($"second {note.Number}"));
        await bus.StartAsync();
        var options = new PublishOptions { LocalFailures = LocalFailures.Throw };
        Assert.Equal(
            "broken",
            (await Assert.ThrowsAsync<InvalidOperationException>(async () => await bus.Bus.PublishAsync(new Note("ada", 1), options, Soon))).Message);
        await bus.Bus.PublishAsync(new Note("ada", 2), options, Soon);
        await TestBus.UntilAsync(() => _seen.Count == 2, Soon);
        Assert.Equal(["second 2", "bus 2 False"], _seen);
    }

    [Fact]
    public async Task A_batch_is_handled_locally_one_by_one_and_each_event_keeps_its_id()
    {
        var ids = new List<string>();
        await using var bus = Bus();
        bus.Builder.HandleLocally<Note>((_, context, _) =>
        {
            ids.Add(context.Metadata.Id);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();
        var receipts = await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        Assert.Equal(receipts.Select(receipt => receipt.Id), ids);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_service_of_theirs_lives_as_long_as_the_handling_of_one_event()
    {
        await using var bus = Bus();
        bus.Services.AddScoped<Scoped>();
        bus.Builder.HandleLocally<Note, Scoped>((_, _, lifetime, _) => See(lifetime.Id.ToString()));
        await bus.StartAsync();
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)], cancellationToken: Soon);
        Assert.Equal(2, _seen.Where(id => Guid.TryParse(id, out _)).Distinct().Count());
    }

    [Fact]
    public async Task An_event_that_never_travels_reaches_its_local_handler_and_no_route()
    {
        await using var bus = new TestBus();
        bus.Builder.HandleLocally<Omnibus.Tests.Configuration.Local>((_, _, _) => See("local"));
        await bus.StartAsync();
        var receipt = await bus.Bus.PublishAsync(new Omnibus.Tests.Configuration.Local(Stream.Null), cancellationToken: Soon);
        Assert.Equal(["local"], _seen);
        Assert.Empty(receipt.Routes);
    }

    [Fact]
    public async Task An_event_that_is_disabled_is_neither_handled_nor_published()
    {
        await using var bus = Bus();
        bus.ConfigureBus = configuration => configuration with { DisabledEvents = new HashSet<string> { "test.note.v1" } };
        bus.Builder.HandleLocally<Note>((_, _, _) => See("local"));
        await bus.StartAsync();
        Assert.Empty((await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon)).Routes);
        Assert.Empty(Assert.Single(await bus.Bus.PublishAsync([new Note("ada", 2)], cancellationToken: Soon)).Routes);
        Assert.Empty(_seen);
    }

    private TestBus Bus()
    {
        var bus = new TestBus { Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases } };
        bus.Builder.Consumer("reader").Handle<Note>((note, context, _) => See($"bus {note.Number} {context.IsLocal}"));
        return bus;
    }

    private ValueTask See(string what)
    {
        _seen.Enqueue(what);
        return ValueTask.CompletedTask;
    }

    private sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }
}
