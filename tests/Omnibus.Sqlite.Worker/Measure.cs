using System.Diagnostics;
using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Worker;

/// <summary>Measures the driver alone, by hand: see the README beside this file.</summary>
internal static class Measure
{
    private const string Topic = "measured";

    public static async Task PublishAsync(string path, int batch, int records, string durability, int partitions)
    {
        await using var transport = Bus.Open(path, ("Durability", durability));
        await transport.CreateAsync(Topic, partitions);
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), default);
        var events = Enumerable.Range(0, Math.Max(batch, 1000)).Select(number => WorkerRecord.Event(Topic, number)).ToArray<OutgoingRecord>();
        var rates = new List<double>();
        var bytes = 0L;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            for (var sent = 0; sent < records; sent += batch)
            {
                var slice = events.AsMemory(sent % (events.Length - batch + 1), batch);
                foreach (var record in slice.Span)
                {
                    ((WorkerRecord)record).Forget();
                }

                await producer.SendAsync(slice, default);
            }

            if (round > 0)
            {
                rates.Add(records / clock.Elapsed.TotalSeconds);
                bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        rates.Sort();
        Print($"publish {durability} batch {batch}: {rates[rates.Count / 2] / 1000:0.0}k records/s (from {rates[0] / 1000:0.0}k to {rates[^1] / 1000:0.0}k), "
            + $"{bytes / 5.0 / records:0.0} B/record, file {new FileInfo(path).Length >> 20} MB");
    }

    public static async Task ConsumeAsync(string path, int buffer, bool touch)
    {
        await using var transport = Bus.Open(path);
        var deliveries = Enumerable.Range(0, buffer).Select(_ => new Delivery()).ToArray();
        var rates = new List<double>();
        long total = 0, bytes = 0, sum = 0;
        for (var round = 0; round < 6; round++)
        {
            await using var consumer = await transport.ReadAsync(Topic, maxWait: TimeSpan.Zero);
            var before = GC.GetTotalAllocatedBytes(true);
            var clock = Stopwatch.StartNew();
            total = 0;
            while (await consumer.ReceiveAsync(deliveries, default) is var count and > 0)
            {
                for (var i = 0; i < count; i++)
                {
                    if (touch)
                    {
                        foreach (ref readonly var header in deliveries[i].Headers)
                        {
                            sum += header.Value.Span[0];
                        }

                        sum += deliveries[i].Body!.Value.Span[0];
                    }

                    deliveries[i].Release();
                }

                total += count;
            }

            if (round > 0)
            {
                rates.Add(total / clock.Elapsed.TotalSeconds);
                bytes += GC.GetTotalAllocatedBytes(true) - before;
            }
        }

        rates.Sort();
        Print($"consume {total} records by {buffer}: {rates[rates.Count / 2] / 1000:0.0}k records/s (from {rates[0] / 1000:0.0}k to {rates[^1] / 1000:0.0}k), "
            + $"{bytes / 5.0 / total:0.00} B/record ({sum & 1})");
    }

    /// <summary>Starts another process that waits, publishes one record at a time, and prints how long each took to get there.</summary>
    public static async Task LatencyAsync(string path, int rounds, int pauseMilliseconds, string doorbell)
    {
        await using var transport = Bus.Open(path, ("Durability", "Normal"), ("Doorbell", doorbell));
        await transport.CreateAsync(Topic, 8);
        using var other = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "arrivals", path, doorbell]) { RedirectStandardOutput = true })!;
        await other.StandardOutput.ReadLineAsync();
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), default);
        var took = new List<double>();
        var cpu = TimeSpan.Zero;
        for (var round = 0; round < rounds + 10; round++)
        {
            if (round == 10)
            {
                other.Refresh();
                cpu = other.TotalProcessorTime;
            }

            await Task.Delay(pauseMilliseconds);
            var body = new byte[8];
            BitConverter.TryWriteBytes(body, Stopwatch.GetTimestamp());
            await producer.SendAsync(new OutgoingRecord[] { new WorkerRecord(Topic, $"{round}", body) }, default);
            var line = await other.StandardOutput.ReadLineAsync();
            if (round >= 10)
            {
                took.Add(double.Parse(line!, CultureInfo.InvariantCulture));
            }
        }

        other.Refresh();
        var busy = (other.TotalProcessorTime - cpu).TotalMilliseconds;
        var idle = other.TotalProcessorTime;
        await Task.Delay(10_000);
        other.Refresh();
        Print($"wake-up, doorbell {doorbell}, {rounds} records every {pauseMilliseconds} ms: p50 {At(took, 0.5):0.00} ms, p90 {At(took, 0.9):0.00}, p99 {At(took, 0.99):0.00}, "
            + $"{busy / rounds:0.00} ms CPU a record; idle {(other.TotalProcessorTime - idle).TotalMilliseconds / 10:0.0} ms/s");
        other.Kill();
    }

    /// <summary>The other side of <see cref="LatencyAsync"/>.</summary>
    public static async Task ArrivalsAsync(string path, string doorbell)
    {
        await using var transport = Bus.Open(path, ("Doorbell", doorbell));
        await using var consumer = await transport.ReadAsync(Topic, StartPoint.Latest);
        Print("ready");
        var buffer = new[] { new Delivery() };
        while (true)
        {
            if (await consumer.ReceiveAsync(buffer, default) == 1)
            {
                var sent = BitConverter.ToInt64(buffer[0].Body!.Value.Span);
                Print(Stopwatch.GetElapsedTime(sent).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
                buffer[0].Release();
            }
        }
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)(values.Count * part));

    private static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Measure).Assembly.Location] : [];

    private static void Print(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
    }
}
