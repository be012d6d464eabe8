using System.Diagnostics;

namespace Omnibus.Recovery.Tests.Harness;

/// <summary>The tool in a process of its own, to be killed.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ToolProcess(Process process) => (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public bool HasExited => _process.HasExited;

    public static ToolProcess Start(Place place, params string[] args)
    {
        string[] settings = [.. place.Settings.SelectMany(static setting => (string[])["--set", $"{setting.Key}={setting.Value}"])];
        return new ToolProcess(Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Omnibus.Cli.dll"), .. args, .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = place.Folder,
        })!);
    }

    /// <summary>SIGKILL, or its like: nothing is flushed, settled or said.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end, and returns its exit code with everything that it said.</summary>
    public async Task<(int Code, string Said)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose() => _process.Dispose();
}
