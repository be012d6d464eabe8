using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;

namespace Omnibus.Bench.Scenarios;

/// <summary>Typed Omnibus on SQLite against rows written by hand: the same payload, metadata, batch and durability (WAL, synchronous FULL).</summary>
internal sealed class SqliteScenarios(string folder, int pairs, int events)
{
    private const int Batch = 1000;

    private readonly Reading[] _readings = Reading.Make(events);
    private readonly string _name = Guid.NewGuid().ToString("N");
    private int _files;

    public Task<Comparison> PublishAsync(bool blob) => Comparison.TakeAsync(
        $"SQLite publish, batches of {Batch}, against {Against(blob)}",
        pairs,
        events,
        () =>
        {
            var rows = new RawRows(NewFile(), blob);
            return Task.FromResult<Func<Task>>(() =>
            {
                using (rows)
                {
                    for (var i = 0; i < events; i += Batch)
                    {
                        rows.Write(_readings.AsSpan(i, Batch));
                    }
                }

                return Task.CompletedTask;
            });
        },
        async () =>
        {
            var bus = await BenchBus.StartAsync(Settings(NewFile()));
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

    public async Task<Comparison> ConsumeAsync(bool blob)
    {
        var rawFile = NewFile();
        using (var rows = new RawRows(rawFile, blob))
        {
            for (var i = 0; i < events; i += Batch)
            {
                rows.Write(_readings.AsSpan(i, Batch));
            }
        }

        var ourFile = NewFile();
        await using (var bus = await BenchBus.StartAsync(Settings(ourFile)))
        {
            for (var i = 0; i < events; i += Batch)
            {
                await bus.Bus.PublishAsync(new ArraySegment<Reading>(_readings, i, Batch));
            }
        }

        var group = 0;
        return await Comparison.TakeAsync(
            $"SQLite consume, against {Against(blob)}",
            pairs,
            events,
            () => Task.FromResult<Func<Task>>(() =>
            {
                var length = 0;
                using var rows = new RawRows(rawFile, blob);
                rows.Read(Batch, (metadata, reading) => length += reading.Text.Length + metadata.Id.Length);
                return Task.CompletedTask;
            }),
            () => Task.FromResult<Func<Task>>(async () =>
            {
                var handler = new CountingHandler(events, readMetadata: true);
                await using var bus = await BenchBus.StartAsync(
                    [.. Settings(ourFile), new("Omnibus:Consume:reader:Group", $"group-{group++}"), new("Omnibus:Consume:reader:Concurrency", "1")], handler);
                await handler.All;
            }));
    }

    private static string Against(bool blob) => blob ? "blob rows" : "eight-column rows";

    private static KeyValuePair<string, string?>[] Settings(string file) =>
    [
        new("Omnibus:Transport", "sqlite"),
        new("Omnibus:Transports:sqlite:Path", file),
        new($"Omnibus:Topics:{Reading.Topic}:Partitions", "1"),
    ];

    private string NewFile() => Path.Combine(folder, $"{_name}-{_files++}.db");
}
