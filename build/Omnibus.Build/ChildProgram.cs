using System.Diagnostics;
using System.Text;

namespace Omnibus.Build;

/// <summary>Runs another program in the repository's folder and keeps what it prints.</summary>
internal static class ChildProgram
{
    /// <param name="ExitCode">The exit code; null: it did not end in time and was killed, with what it had started.</param>
    /// <param name="Text">Standard output and standard error, as they came.</param>
    public sealed record Result(int? ExitCode, string Text);

    public static async Task<Result> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false, WorkingDirectory = Folders.Root,
        };
        // A build leaves no server process behind that would keep files of the checkout open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        using var process = new Process { StartInfo = start };
        var text = new StringBuilder();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(limit);
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(bounded.Token);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
        }
        lock (text)
        {
            return new Result(exitCode, text.ToString());
        }

        void Keep(string? line)
        {
            if (line is not null)
            {
                lock (text)
                {
                    text.AppendLine(line);
                }
            }
        }
    }
}
