using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>A program of Debian and its relatives, unpacked into the tools folder without root.</summary>
/// <param name="name">The folder's name, below the tools folder.</param>
/// <param name="package">The package.</param>
/// <param name="more">Packages that hold the program, beside those that an installation would add.</param>
/// <param name="program">Where the program is in it.</param>
internal sealed class DebianPackages(string name, string package, IReadOnlyList<string> more, string program)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The unpacked program; null if there is none.</summary>
    public string? Program => Folder is { } folder && Path.Combine(folder, program) is var file && File.Exists(file) ? file : null;

    /// <summary>The folders of the libraries beside it, as LD_LIBRARY_PATH takes them.</summary>
    public string Libraries => Folder is not { } folder ? "" : string.Join(':',
        Directory.EnumerateFiles(folder, "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct());

    /// <summary>Whether this system has the tools for it.</summary>
    public bool CanFetch => Folder is not null && OperatingSystem.IsLinux() && Programs.Find("apt-get") is not null && Programs.Find("dpkg") is not null;

    private string? Folder => RepositoryFolder.Tools is { } tools ? Path.Combine(tools, name) : null;

    /// <summary>Fetches and unpacks it.</summary>
    /// <param name="say">Takes one line about what is done.</param>
    /// <exception cref="BrokerException">The packages could not be fetched.</exception>
    public async Task FetchAsync(Action<string> say, CancellationToken cancellationToken)
    {
        say($"Fetching {package} into .tools (apt-get download, no root)");
        var staging = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Tools!, $"{name}.{Environment.ProcessId}")).FullName;
        try
        {
            if (await DownloadAsync(staging, [], cancellationToken) is not null)
            {
                // This machine has no package lists, as in a slim container, or lists so old that they name packages that are gone.
                var lists = OwnLists(staging);
                await RequireAsync("apt-get", [.. lists, "-qq", "update"], cancellationToken);
                if (await DownloadAsync(staging, lists, cancellationToken) is { } failure)
                {
                    throw new BrokerException($"apt-get could not download {package}: {failure}");
                }
            }
            foreach (var package in Directory.GetFiles(staging, "*.deb"))
            {
                await RequireAsync("dpkg", ["-x", package, Path.Combine(staging, "root")], cancellationToken);
            }
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }
            Directory.Move(Path.Combine(staging, "root"), Folder!);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    // Null, or why it failed. Downloads what an installation would add: the package and the libraries that this machine lacks.
    private async Task<string?> DownloadAsync(string staging, string[] lists, CancellationToken cancellationToken)
    {
        string[] simulate = [.. lists, "--simulate", "--no-install-recommends", "install", package];
        var simulated = await ChildProcess.RunAsync("apt-get", simulate, s_limit, cancellationToken);
        if (simulated.ExitCode != 0)
        {
            return simulated.Errors.Trim();
        }
        var packages = simulated.Output.Split('\n')
            .Where(line => line.StartsWith("Inst ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])
            .Union([package, .. more]);
        // apt-get downloads into the current folder.
        string[] command = ["-c", "cd \"$1\" && shift && exec apt-get -qq \"$@\"", "fetch", staging, .. lists, "download", .. packages];
        var downloaded = await ChildProcess.RunAsync("/bin/sh", command, s_limit, cancellationToken);
        return downloaded.ExitCode == 0 ? null : downloaded.Errors.Trim();
    }

    private static string[] OwnLists(string staging)
    {
        var state = Directory.CreateDirectory(Path.Combine(staging, "apt"));
        Directory.CreateDirectory(Path.Combine(state.FullName, "lists/partial"));
        Directory.CreateDirectory(Path.Combine(state.FullName, "cache/archives/partial"));
        return ["-o", $"Dir::State::Lists={state.FullName}/lists", "-o", $"Dir::Cache={state.FullName}/cache", "-o", "Debug::NoLocking=1"];
    }

    private static async Task RequireAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync(program, arguments, s_limit, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new BrokerException($"{program} failed: {result.Errors.Trim()}");
        }
    }
}
