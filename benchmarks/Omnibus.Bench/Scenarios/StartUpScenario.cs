using System.Diagnostics;
using System.Globalization;
using Omnibus.Bench.Measuring;

namespace Omnibus.Bench.Scenarios;

/// <summary>From starting a process to a host whose bus has published its first event, on a new SQLite file.</summary>
internal sealed class StartUpScenario(string folder, int runs)
{
    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            var file = Path.Combine(folder, $"start-{i}.db");
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. WakeUpScenario.Self(), "start-up-child", file]) { RedirectStandardOutput = true })!;
            var line = await child.StandardOutput.ReadLineAsync();
            await child.WaitForExitAsync();
            times.Add(double.Parse(line!, CultureInfo.InvariantCulture));
        }

        var sorted = times.Order().ToArray();
        return
        [
            "| | median | slowest |",
            "|---|---|---|",
            string.Create(
                CultureInfo.InvariantCulture,
                $"| host with the bus ready, from the process's first instruction, {runs} runs | {Comparison.At(sorted, 0.5):0} ms | {sorted[^1]:0} ms |"),
        ];
    }

    public static async Task RunChildAsync(string file)
    {
        await using var bus = await BenchBus.StartAsync([new("Omnibus:Transport", "sqlite"), new("Omnibus:Transports:sqlite:Path", file)]);
        _ = bus.Bus;
        using var process = Process.GetCurrentProcess();
        Console.Out.WriteLine((DateTime.Now - process.StartTime).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
