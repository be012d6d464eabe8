using System.Diagnostics;

namespace Omnibus.Brokers.Running;

/// <summary>What a short-lived program said.</summary>
internal readonly record struct ProgramOutput(int ExitCode, string Output, string Errors);

/// <summary>Runs programs to their end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program and gathers what it prints. The program is killed when the wait is cancelled or too long.</summary>
    /// <exception cref="BrokerException">The program did not end in time.</exception>
    public static async Task<ProgramOutput> RunAsync(
        string program, IEnumerable<string> arguments, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false, CreateNoWindow = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start) ?? throw new BrokerException($"{program} could not be started.");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramOutput(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new BrokerException($"{program} {string.Join(' ', start.ArgumentList)} did not end in {timeout.TotalSeconds:0} s.");
        }
    }
}
