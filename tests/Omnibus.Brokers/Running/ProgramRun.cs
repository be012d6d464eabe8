using System.Diagnostics;

namespace Omnibus.Brokers.Running;

/// <summary>A broker that is a program of this machine and a child of this process, with its data in a temporary folder.</summary>
internal sealed class ProgramRun : IBrokerRun
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<bool>> _answersAsync;
    private readonly IReadOnlyList<string> _command;
    private Process? _process;
    private Guard? _guard;

    /// <param name="origin">Where the program was found.</param>
    /// <param name="folder">The folder of its data and log, deleted at the end.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="answersAsync">Whether it answers.</param>
    public ProgramRun(string origin, string folder, IReadOnlyList<string> command, Func<CancellationToken, Task<bool>> answersAsync)
    {
        Origin = origin;
        Folder = folder;
        _command = command;
        _answersAsync = answersAsync;
    }

    public string Origin { get; }

    public string Folder { get; }

    public bool Owned => true;

    /// <summary>Further environment variables of the program.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Called once, before the first start.</summary>
    public Func<CancellationToken, Task>? PrepareAsync { get; set; }

    private string Log => Path.Combine(Folder, "console.log");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false })
        {
            return;
        }
        Release();
        if (PrepareAsync is { } prepareAsync)
        {
            await prepareAsync(cancellationToken);
            PrepareAsync = null;
        }
        // The shell sends what the program prints to a file and becomes the program: its process id is the broker's.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = Folder };
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "run", Log, .. _command])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }
        _guard = Guard.Start("kill -9 \"$target\" 2>/dev/null; rm -rf \"$1\"", Folder);
        _process = Process.Start(start) ?? throw new BrokerException($"{_command[0]} could not be started.");
        _guard.Arm(_process.Id.ToString());
        await Readiness.WaitAsync(_answersAsync, () => Task.FromResult(WhyEnded()), s_startTimeout, cancellationToken);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        Release();
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            await SignalAsync("CONT");
            await SignalAsync("TERM");
            using var limit = new CancellationTokenSource(s_stopTimeout);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync();
                throw new BrokerException($"{Origin} did not stop in {s_stopTimeout.TotalSeconds:0} s and was killed.");
            }
        }
        Release();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task SignalAsync(string signal)
    {
        var process = _process ?? throw new BrokerException($"{Origin} is not running.");
        var result = await ChildProcess.RunAsync("/bin/sh", ["-c", $"kill -{signal} {process.Id}"], TimeSpan.FromSeconds(10));
        if (result.ExitCode != 0)
        {
            throw new BrokerException($"{Origin} took no signal {signal}: {result.Errors.Trim()}");
        }
    }

    private string? WhyEnded() => _process is { HasExited: true } ended
        ? $"{Origin} ended with exit code {ended.ExitCode}: {Tail()}"
        : null;

    private string Tail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(20)) : "(it wrote nothing)";

    private void Release()
    {
        _guard?.Dispose();
        _guard = null;
        _process?.Dispose();
        _process = null;
    }
}
