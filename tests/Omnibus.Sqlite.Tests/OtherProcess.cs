using System.Diagnostics;

namespace Omnibus.Sqlite.Tests;

/// <summary>Another process on the same file. Ends with its test, whatever happens.</summary>
public sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(params string[] arguments) =>
        new(Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Omnibus.Sqlite.Worker.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        })!);

    /// <summary>The next line that it prints; null at its end.</summary>
    public async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Wait.Patience);

    /// <summary>Ends it at once, as <c>kill -9</c> does, and returns what it had printed.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        return await ReadToEndAsync();
    }

    /// <summary>Waits for its end and returns what it printed.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var text = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Patience);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Patience);

        // A line that has no end was not printed whole.
        return text.Split('\n')[..^1];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
