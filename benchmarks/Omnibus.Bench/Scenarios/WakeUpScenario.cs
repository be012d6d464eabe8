using System.Diagnostics;
using System.Globalization;
using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// From publishing in one process to the handler in another, on SQLite, the consumer idle before each event. Also what the idle consumer costs.
/// </summary>
internal sealed class WakeUpScenario(string folder, int events)
{
    /// <summary>Until the runtime has compiled what start-up made hot.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var (flush, wake) = (await Machine.FlushAsync(folder), await Machine.WakeAsync());
        return
        [
            "| | p50 | p99 | idle CPU of the consumer |",
            "|---|---|---|---|",
            await MeasureAsync("Full"),
            await MeasureAsync("Normal"),
            string.Create(CultureInfo.InvariantCulture, $"| of that, this machine's own: two pages to the disk, with `Full` | {flush:0.00} ms | | |"),
            string.Create(CultureInfo.InvariantCulture, $"| … and a datagram to a thread that waits | {wake:0.00} ms | | |"),
        ];
    }

    private async Task<string> MeasureAsync(string durability)
    {
        var file = Path.Combine(folder, $"wake-up-{durability}.db");
        await using var bus = await BenchBus.StartAsync([.. Settings(file), new("Omnibus:Transports:sqlite:Durability", durability)]);
        await bus.Bus.PublishAsync(new Reading("warm", "0"));
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "wake-up-child", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        await child.StandardOutput.ReadLineAsync();

        await Task.Delay(s_settling);
        child.Refresh();
        var cpu = child.TotalProcessorTime;
        await Task.Delay(s_idle);
        child.Refresh();
        var idle = (child.TotalProcessorTime - cpu) / s_idle;

        var latencies = new List<double>();
        var random = new Random(1);
        for (var i = 0; i < events; i++)
        {
            // Longer than any spinning or polling, and never in step with it.
            await Task.Delay(random.Next(20, 120));
            var started = Stopwatch.GetTimestamp();
            await bus.Bus.PublishAsync(new Reading("key", started.ToString(CultureInfo.InvariantCulture)));
            var line = await child.StandardOutput.ReadLineAsync();
            latencies.Add(double.Parse(line!, CultureInfo.InvariantCulture));
        }

        child.StandardInput.Close();
        await child.WaitForExitAsync();
        var sorted = latencies.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| SQLite, publish in one process to handler in another, {events} events, `Durability: {durability}` | {Comparison.At(sorted, 0.5):0.00} ms | {Comparison.At(sorted, 0.99):0.00} ms | {idle:0.0%} of a core |");
    }

    /// <summary>The consuming process: prints the milliseconds since each event's time stamp. Monotonic time is one clock for all processes of a machine.</summary>
    public static async Task RunChildAsync(string file)
    {
        var handler = new PrintingHandler();
        await using var bus = await BenchBus.StartAsync([.. Settings(file), new("Omnibus:Consume:reader:Concurrency", "1")], printing: handler);
        await handler.Ready;
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }

    /// <summary>What goes before the arguments where this program is run by <c>dotnet</c>.</summary>
    public static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static KeyValuePair<string, string?>[] Settings(string file) =>
    [
        new("Omnibus:Transport", "sqlite"),
        new("Omnibus:Transports:sqlite:Path", file),
    ];
}
