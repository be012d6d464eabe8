using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;
using Omnibus.Brokers;
using StackExchange.Redis;

namespace Omnibus.Bench.Scenarios;

/// <summary>Typed Omnibus on Redis against StackExchange.Redis by hand: the same payload and fields, on one server that keeps everything in memory.</summary>
internal sealed class RedisScenarios(RedisServer server, IDatabase database, int pairs, int events)
{
    private const int Batch = 1000;

    private readonly Reading[] _readings = Reading.Make(events);

    public static async Task<RedisServer> StartAsync() => await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true, Persistent = false });

    public Task<Comparison> PublishAsync() => Comparison.TakeAsync(
        $"Redis publish, batches of {Batch}",
        pairs,
        events,
        async () =>
        {
            await ClearAsync();
            var stream = new RawStream(database, Reading.Topic);
            await stream.WriteAsync(_readings[..1]);
            return () => WriteAsync(stream);
        },
        async () =>
        {
            await ClearAsync();
            var bus = await BenchBus.StartAsync(Settings(server));
            await bus.Bus.PublishAsync(_readings[..1]);
            return async () =>
            {
                for (var i = 0; i < events; i += Batch)
                {
                    await bus.Bus.PublishAsync(new ArraySegment<Reading>(_readings, i, Batch));
                }

                await bus.DisposeAsync();
            };
        });

    public async Task<Comparison> ConsumeAsync(string ordering)
    {
        await ClearAsync();
        var stream = new RawStream(database, Reading.Topic);
        await WriteAsync(stream);
        var group = 0;
        return await Comparison.TakeAsync(
            $"Redis consume, `Ordering: {ordering}`, against reading {Batch} at a time",
            pairs,
            events,
            () => Task.FromResult<Func<Task>>(() =>
            {
                var length = 0;
                return stream.ReadAsync($"raw-{group++}", events, Batch, (metadata, reading) => length += reading.Text.Length + metadata.Id.Length);
            }),
            () => Task.FromResult<Func<Task>>(async () =>
            {
                var handler = new CountingHandler(events, readMetadata: true);
                await using var bus = await BenchBus.StartAsync(
                    [
                        .. Settings(server), new("Omnibus:Consume:reader:Group", $"group-{group++}"), new("Omnibus:Consume:reader:Concurrency", "1"),
                        new("Omnibus:Consume:reader:Ordering", ordering),
                    ],
                    handler);
                await handler.All;
            }));
    }

    public static KeyValuePair<string, string?>[] Settings(RedisServer server) => Settings(server.Url);

    public static KeyValuePair<string, string?>[] Settings(string url) =>
    [
        new("Omnibus:Transport", "redis"),
        new("Omnibus:Transports:redis:Url", url),
    ];

    private async Task WriteAsync(RawStream stream)
    {
        for (var i = 0; i < events; i += Batch)
        {
            await stream.WriteAsync(new ArraySegment<Reading>(_readings, i, Batch));
        }
    }

    /// <summary>An empty server: what earlier runs stored must not fill the machine's memory.</summary>
    private async Task ClearAsync() => await database.ExecuteAsync("FLUSHALL");
}
