using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Omnibus.Processes.Tests;

/// <summary>A tick as a worker handled it.</summary>
/// <param name="Tick">What it was.</param>
/// <param name="Partition">Where it came from.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="At">When, by the machine's monotonic clock.</param>
/// <param name="WallClock">When, in milliseconds of the wall clock.</param>
internal sealed record Handled(Tick Tick, int Partition, long Offset, long At, long WallClock)
{
    /// <summary>The span that published it.</summary>
    public string Parent { get; init; } = "";
}

/// <summary>A consumer in a process of its own.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<Handled> _handled = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private Worker(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>What it handled so far, in order.</summary>
    public IReadOnlyCollection<Handled> Handled => _handled;

    /// <summary>One on a SQLite file.</summary>
    public static Task<Worker> StartAsync(string file, string? instance = null)
    {
        List<string> settings = ["Transport=sqlite", $"Transports:sqlite:Path={file}", "Topics:ticks:Partitions=4", "Consume:ticker:Ordering=Key"];
        if (instance is not null)
        {
            settings.Add($"Instance={instance}");
        }

        return StartAsync(settings);
    }

    public static async Task<Worker> StartAsync(IEnumerable<string> settings)
    {
        var worker = new Worker(Process.Start(new ProcessStartInfo("dotnet", [typeof(Tick).Assembly.Location, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        await worker._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return worker;
    }

    /// <summary>Waits until it has handled so many.</summary>
    public Task UntilAsync(int count, TimeSpan most) => Until.HoldsAsync(() => _handled.Count >= count, most, () => $"{_handled.Count} of {count} handled");

    /// <summary>SIGKILL, or its like: nothing is flushed, settled or released.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>SIGSTOP and SIGCONT, where there are such.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                _ready.TrySetResult();
                continue;
            }

            // A killed process may leave half a line: such a tick was not handled to the end.
            if (line.Split(' ') is [var key, var number, var partition, var offset, var at, { Length: 13 } wallClock, var parent, "."])
            {
                _handled.Enqueue(new Handled(
                    new Tick(key, Number(number)), (int)Number(partition), Number(offset), Number(at), Number(wallClock)) { Parent = parent });
            }
        }

        _ready.TrySetException(new InvalidOperationException("The worker ended before it was ready."));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
