using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Omnibus.Drivers;

namespace Omnibus.Wire.Tests;

/// <summary>What is registered, and what the first events of a type wait for.</summary>
public sealed class PublishingTests(Places places)
{
    private const string Note = """{"type":"record","name":"CloudEvent","namespace":"wire.note.v1","fields":[{"name":"number","type":"long"}]}""";

    [Theory]
    [MemberData(nameof(Places.All), MemberType = typeof(Places))]
    public async Task Events_of_one_type_that_are_published_at_once_keep_their_order_though_the_first_ones_wait_for_the_schema(string place)
    {
        var topic = $"order-{Guid.NewGuid():N}";
        BytesEvent<Writing>.Set("wire.note.v1", Note);
        await using var service = await Service.StartAsync(await places.AtAsync(place), Routed, ("Publish:out:Event", "wire.note.v1"), ("Publish:out:Topic", topic), ($"Topics:{topic}:Partitions", "1"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            service.Bus.PublishAsync(new BytesEvent<Writing>([(byte)(number * 2)]), cancellationToken: TestContext.Current.CancellationToken).AsTask()));
        var records = await service.ReadAsync(topic, 50);
        Assert.Equal(Enumerable.Range(0, 50), records.Select(record => record.Body![^1] / 2));
    }

    [Theory]
    [MemberData(nameof(Places.All), MemberType = typeof(Places))]
    public async Task A_schema_is_registered_once_under_its_record_and_every_record_leads_to_it(string place)
    {
        var topic = $"registered-{Guid.NewGuid():N}";
        BytesEvent<Writing>.Set("wire.note.v1", Note);
        await using var service = await Service.StartAsync(await places.AtAsync(place), Routed, ("Publish:out:Event", "wire.note.v1"), ("Publish:out:Topic", topic));
        var bus = service.Bus;
        await bus.PublishAsync(new BytesEvent<Writing>([2]), cancellationToken: TestContext.Current.CancellationToken);
        await bus.PublishAsync(new BytesEvent<Writing>([4]), cancellationToken: TestContext.Current.CancellationToken);
        var store = (ISchemaStore)service.Transport;
        var schema = Assert.Single(await store.ListSchemasAsync(topic, TestContext.Current.CancellationToken));
        Assert.Equal(("wire.note.v1.CloudEvent", SchemaRole.Value), (schema.RecordName, schema.Role));
        Assert.Equal(
            """{"fields": [{"name": "number", "type": "long"}], "name": "CloudEvent", "namespace": "wire.note.v1", "type": "record"}""",
            await store.GetAsync(schema.Mark, TestContext.Current.CancellationToken));
        foreach (var record in await service.ReadAsync(topic, 2))
        {
            if (schema.Mark.Number is { } number)
            {
                Assert.Equal([0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number], record.Body![..5]);
                Assert.Null(record.Metadata!.DataSchema);
            }
            else
            {
                Assert.Equal(schema.Mark.Text, record.Metadata!.DataSchema);
                Assert.Single(record.Body!);
            }
        }
    }

    [Fact]
    public async Task A_schema_that_the_registry_refuses_fails_its_own_event_and_is_named_at_start()
    {
        const string Refused = "org.re-versed.v1";
        var topic = $"refused-{Guid.NewGuid():N}";
        var settings = await places.AtAsync("kafka-registry");
        BytesEvent<Writing>.Set(Refused, Note.Replace("wire.note.v1", Refused, StringComparison.Ordinal));
        BytesEvent<Reading>.Set("wire.note.v1", Note);
        using var lines = new Lines();
        await using var service = await Service.StartAsync(
            settings,
            bus =>
            {
                bus.Registrations.Add(BytesEvent<Writing>.Definition);
                bus.Registrations.Add(BytesEvent<Reading>.Definition);
                bus.Services.AddSingleton<ILoggerProvider>(lines);
            },
            ("Publish:out:Event", Refused),
            ("Publish:out:Topic", topic),
            ("Publish:other:Event", "wire.note.v1"),
            ("Publish:other:Topic", topic));
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        soon.CancelAfter(TimeSpan.FromMinutes(1));
        while (!lines.All.Any(line => line.Contains(Refused, StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, soon.Token);
        }

        var failure = await Assert.ThrowsAsync<OmnibusException>(
            async () => await service.Bus.PublishAsync(new BytesEvent<Writing>([2]), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(FaultCode.InvalidArgument, failure.Code);
        Assert.Contains(Refused, failure.Message, StringComparison.Ordinal);
        Assert.Equal(RouteState.NotSent, Assert.Single(failure.Routes).State);
        Assert.False(failure.RepeatingMayDuplicate);
        await service.Bus.PublishAsync(new BytesEvent<Reading>([2]), cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_registry_that_is_away_fails_within_the_time_of_a_publish_and_nothing_is_sent()
    {
        var settings = new Dictionary<string, string?>(await places.AtAsync("kafka-registry")) { ["SchemaRegistry:Url"] = "http://127.0.0.1:1" };
        BytesEvent<Writing>.Set("wire.note.v1", Note);
        await using var service = await Service.StartAsync(settings, Routed, ("Publish:out:Event", "wire.note.v1"), ("Publish:out:Topic", "away"), ("PublishTimeout", "00:00:01"));
        var failures = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Assert.ThrowsAsync<OmnibusException>(
            async () => await service.Bus.PublishAsync(new BytesEvent<Writing>([2]), cancellationToken: TestContext.Current.CancellationToken))));
        Assert.All(failures, failure =>
        {
            Assert.Equal(FaultCode.Unavailable, failure.Code);
            Assert.False(failure.RepeatingMayDuplicate);
        });
    }

    private static void Routed(OmnibusBuilder bus) => bus.Registrations.Add(BytesEvent<Writing>.Definition);

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IReadOnlyCollection<string> All => _all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
