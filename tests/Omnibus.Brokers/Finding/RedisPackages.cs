using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>The redis-server of Debian and its relatives, unpacked into the tools folder without root.</summary>
public static class RedisPackages
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The unpacked program; null if there is none.</summary>
    internal static string? Program => Folder is { } folder && Path.Combine(folder, "usr/bin/redis-server") is var program && File.Exists(program) ? program : null;

    /// <summary>The folders of the libraries beside it, as LD_LIBRARY_PATH takes them.</summary>
    internal static string Libraries => Folder is not { } folder ? "" : string.Join(':',
        Directory.EnumerateFiles(folder, "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct());

    /// <summary>Whether this system has the tools for it.</summary>
    public static bool CanFetch => Folder is not null && OperatingSystem.IsLinux() && Programs.Find("apt-get") is not null && Programs.Find("dpkg") is not null;

    private static string? Folder => RepositoryFolder.Tools is { } tools ? Path.Combine(tools, "redis") : null;

    /// <summary>
    /// Fetches and unpacks redis-server if no Redis can be found otherwise. Does nothing where one is there or <see cref="CanFetch"/> is false.
    /// </summary>
    /// <param name="say">Takes one line about what is done.</param>
    /// <exception cref="BrokerException">The packages could not be fetched.</exception>
    public static async Task FetchIfMissingAsync(Action<string> say, CancellationToken cancellationToken = default)
    {
        if (!CanFetch || await RedisServer.FindMissingAsync(new() { NeedsControl = true }, cancellationToken) is null)
        {
            return;
        }
        say("Fetching redis-server into .tools (apt-get download, no root)");
        var staging = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Tools!, $"redis.{Environment.ProcessId}")).FullName;
        try
        {
            if (await DownloadAsync(staging, [], cancellationToken) is not null)
            {
                // This machine has no package lists, as in a slim container, or lists so old that they name packages that are gone.
                var lists = OwnLists(staging);
                await RequireAsync("apt-get", [.. lists, "-qq", "update"], cancellationToken);
                if (await DownloadAsync(staging, lists, cancellationToken) is { } failure)
                {
                    throw new BrokerException($"apt-get could not download redis-server: {failure}");
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

    // Null, or why it failed. Downloads what an installation would add: redis-server and the libraries that this machine lacks.
    private static async Task<string?> DownloadAsync(string staging, string[] lists, CancellationToken cancellationToken)
    {
        string[] simulate = [.. lists, "--simulate", "--no-install-recommends", "install", "redis-server"];
        var simulated = await ChildProcess.RunAsync("apt-get", simulate, s_limit, cancellationToken);
        if (simulated.ExitCode != 0)
        {
            return simulated.Errors.Trim();
        }
        var packages = simulated.Output.Split('\n')
            .Where(line => line.StartsWith("Inst ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])
            .Union(["redis-server", "redis-tools"]);
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
