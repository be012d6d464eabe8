using Omnibus.Bench.Measuring;
using Omnibus.Bench.Scenarios;
using StackExchange.Redis;

switch (args)
{
    case ["wake-up-child", var file]:
        await WakeUpScenario.RunChildAsync(file);
        return 0;
    case ["redis-wake-up-child", var url, var way]:
        await RedisWakeUpScenario.RunChildAsync(url, way);
        return 0;
    case ["start-up-child", var file]:
        await StartUpScenario.RunChildAsync(file);
        return 0;
    case ["--help"] or ["-h"]:
        Console.WriteLine("./bench [--quick] [--only avro|kafka|open-edx|pipeline|redis|sqlite|wake-up|start-up] [--write FILE]");
        Console.WriteLine("Prints the table that docs/measured.md holds. --quick takes three pairs: enough to see that it runs, not to believe the numbers.");
        return 0;
}

var quick = args.Contains("--quick");
var only = Array.IndexOf(args, "--only") is var o and >= 0 && o + 1 < args.Length ? args[o + 1] : null;
var target = Array.IndexOf(args, "--write") is var w and >= 0 && w + 1 < args.Length ? args[w + 1] : null;
var pairs = quick ? 3 : 15;
var events = quick ? 20_000 : 100_000;
var folder = Directory.CreateTempSubdirectory("omnibus-bench-").FullName;
try
{
    var report = new Report(string.Join(' ', ["./bench", .. args.Where(argument => argument != "--write" && argument != target)]), pairs);
    if (only is null or "open-edx")
    {
        report.Add("Codecs of the Open edX events", await new OpenEdxScenario(pairs, quick ? 50 : 500).MeasureAsync());
    }

    if (only is null or "pipeline")
    {
        report.Add("What the core adds on Memory", await new PipelineScenario(pairs, events * 10).MeasureAsync());
    }

    if (only is null or "sqlite")
    {
        var sqlite = new SqliteScenarios(folder, pairs, events);
        report.Add(await sqlite.PublishAsync(blob: false));
        report.Add(await sqlite.PublishAsync(blob: true));

        // Long enough that starting and stopping a bus, which is in our side of it, does not count.
        var reading = new SqliteScenarios(folder, pairs, events * 5);
        report.Add(await reading.ConsumeAsync(blob: false));
        report.Add(await reading.ConsumeAsync(blob: true));
    }

    if (only is null or "kafka")
    {
        await using var kafka = new KafkaScenarios(pairs, published: events, consumed: events * 5);
        await kafka.StartAsync();
        report.Add(await kafka.PublishAsync());
        report.Add(await kafka.ConsumeAsync());
        report.Add("Latency of a publish on Kafka", await kafka.LatencyAsync(quick ? 200 : 2000));
    }

    if (only is null or "redis" or "redis-publish" or "redis-consume" or "redis-wake-up")
    {
        await using var server = await RedisScenarios.StartAsync();
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.Address + ",allowAdmin=true");
        if (only is null or "redis" or "redis-publish")
        {
            report.Add(await new RedisScenarios(server, client.GetDatabase(), pairs, events).PublishAsync());
        }

        if (only is null or "redis" or "redis-consume")
        {
            var reading = new RedisScenarios(server, client.GetDatabase(), pairs, events * 3);
            report.Add(await reading.ConsumeAsync("Partition"));
            report.Add(await reading.ConsumeAsync("None"));
        }

        if (only is null or "redis" or "redis-wake-up")
        {
            report.Add("Wake-up on Redis", await new RedisWakeUpScenario(server, client.GetDatabase(), quick ? 50 : 300).MeasureAsync());
        }
    }

    if (only is null or "avro")
    {
        var avro = new AvroScenario(pairs, events * 10);
        report.Add(await avro.EncodeAsync());
        report.Add(await avro.DecodeAsync());
    }

    if (only is null or "wake-up")
    {
        report.Add("Wake-up", await new WakeUpScenario(folder, quick ? 50 : 300).MeasureAsync());
    }

    if (only is null or "start-up")
    {
        report.Add("Start", await new StartUpScenario(folder, quick ? 5 : 15).MeasureAsync());
    }

    Console.WriteLine(report);
    if (target is not null)
    {
        await File.WriteAllTextAsync(target, report.ToString());
    }

    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
