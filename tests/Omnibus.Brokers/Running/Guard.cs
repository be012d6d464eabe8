using System.Diagnostics;

namespace Omnibus.Brokers.Running;

/// <summary>
/// A tiny shell beside a broker that runs a last command when this process is gone, however it ended: the system closes the pipe between
/// them. Where there is no POSIX shell it does nothing.
/// </summary>
internal sealed class Guard : IDisposable
{
    // One line arms it with a process id (or another word for the command), a second one dismisses it, the end of input lets it act.
    private const string Script = "trap '' INT HUP TERM; read -r target || exit 0; if read -r line; then exit 0; fi; ";

    private readonly Process? _shell;

    private Guard(Process? shell) => _shell = shell;

    /// <summary>Starts a guard. In <paramref name="command"/>, <c>$target</c> is what <see cref="Arm"/> names and <c>$1</c> the folder.</summary>
    public static Guard Start(string command, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return new Guard(null);
        }
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script + command, "guard", folder])
        {
            start.ArgumentList.Add(argument);
        }
        return new Guard(Process.Start(start));
    }

    /// <summary>From now on the command runs when this process is gone.</summary>
    public void Arm(string target)
    {
        _shell?.StandardInput.WriteLine(target);
        _shell?.StandardInput.Flush();
    }

    /// <summary>Ends the guard without its command.</summary>
    public void Dispose()
    {
        if (_shell is null)
        {
            return;
        }
        try
        {
            _shell.StandardInput.WriteLine("dismissed");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone already.
        }
        _shell.Dispose();
    }
}
