using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Omnibus.Bench.Measuring;

namespace Omnibus.Bench.Scenarios;

/// <summary>From starting a process to a host whose bus can publish, on a new SQLite file; beside it a host with nothing in it.</summary>
internal sealed class StartUpScenario(string folder, int runs)
{
    private const string Bare = "-";

    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var (bare, ours) = (new List<double>(), new List<double>());
        for (var i = 0; i < runs; i++)
        {
            bare.Add(await StartAsync(Bare));
            ours.Add(await StartAsync(Path.Combine(folder, $"start-{i}.db")));
        }

        return
        [
            string.Create(CultureInfo.InvariantCulture, $"| from the process's first instruction, {runs} runs | median | slowest |"),
            "|---|---|---|",
            Row("an empty host", bare),
            Row("a host with the bus ready", ours),
        ];
    }

    public static async Task RunChildAsync(string file)
    {
        if (file == Bare)
        {
            using var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "bench" }).Build();
            await host.StartAsync();
            PrintAge();
            await host.StopAsync();
            return;
        }

        await using var bus = await BenchBus.StartAsync([new("Omnibus:Transport", "sqlite"), new("Omnibus:Transports:sqlite:Path", file)]);
        _ = bus.Bus;
        PrintAge();
    }

    private static async Task<double> StartAsync(string file)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. WakeUpScenario.Self(), "start-up-child", file]) { RedirectStandardOutput = true })!;
        var line = await child.StandardOutput.ReadLineAsync();
        await child.WaitForExitAsync();
        return double.Parse(line!, CultureInfo.InvariantCulture);
    }

    private static string Row(string name, List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Comparison.Median(times):0} ms | {times.Max():0} ms |");

    private static void PrintAge()
    {
        using var process = Process.GetCurrentProcess();
        Console.Out.WriteLine((DateTime.Now - process.StartTime).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
