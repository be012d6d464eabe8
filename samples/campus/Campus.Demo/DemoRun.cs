using System.Diagnostics;
using System.Globalization;
using Campus.Demo.Page;
using Campus.Demo.Running;

namespace Campus.Demo;

/// <summary>The demo from its first line to its last.</summary>
internal sealed class DemoRun(DemoOptions options, TextWriter output)
{
    /// <summary>The page's address, once there is one.</summary>
    public Uri? Page { get; private set; }

    /// <summary>Returns the exit code. Whatever happens, nothing that was started here runs afterwards.</summary>
    /// <exception cref="DemoException">Something that the demo needs is not there, or does not work.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("campus-");
        try
        {
            await using var broker = await Broker.StartAsync(options.Transport, folder.FullName, output, stop);
            try
            {
                return await RunAsync(broker, folder.FullName, stop);
            }
            finally
            {
                await CleanAsync(broker);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task CleanAsync(Broker broker)
    {
        try
        {
            await broker.CleanAsync();
        }
#pragma warning disable CA1031 // whatever keeps the broker from being cleaned must not hide how the demo went
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await output.WriteLineAsync($"Topics of the demo are left at the broker: {exception.Message}");
        }
    }

    private async Task<int> RunAsync(Broker broker, string folder, CancellationToken stop)
    {
        await using var campus = new Services(broker, folder);
        await using var page = new PageServer(campus, options.Transport);
        await campus.StartAsync(stop);
        Page = await page.StartAsync(options.Port, stop);
        await output.WriteLineAsync($"registrar, mailer and reports run, each in a process of its own. Page: {Page}");

        var begin = Stopwatch.GetTimestamp();
        await campus.PublishAsync(options.Events, stop);
        await output.WriteLineAsync($"{options.Events} events of {campus.Published.Count} types are published.");
        var arrived = await campus.WaitUntilAllArrivedAsync(stop);
        var report = new Report(output);
        report.Write(campus);
        if (arrived)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Every service has handled what was published for it, {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s after the file was sent."));
        }

        if (options.Stay && arrived)
        {
            await output.WriteLineAsync($"The page stays at {Page} until Ctrl+C.");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await page.StopAsync();
        if (campus.Published.Values.Sum() > options.Events)
        {
            report.Write(campus);
        }

        var stopped = await campus.StopAsync();
        await output.WriteLineAsync(stopped ? "Everything is stopped." : "A service did not stop within its time and was killed.");
        return arrived && stopped ? ExitCodes.Done : ExitCodes.Failed;
    }
}
