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
            var lists = Array.Empty<string>();
            var packages = await NeededAsync(lists, cancellationToken);
            if (packages.Count == 0)
            {
                // This machine has no package lists, as in a slim container: fetch lists of our own.
                lists = OwnLists(staging);
                await RequireAsync("apt-get", [.. lists, "-qq", "update"], cancellationToken);
                packages = await NeededAsync(lists, cancellationToken);
            }
            // A list that is too old names packages that are gone. Then lists of our own help, too.
            if (!await DownloadAsync(staging, lists, packages, cancellationToken))
            {
                lists = OwnLists(staging);
                await RequireAsync("apt-get", [.. lists, "-qq", "update"], cancellationToken);
                packages = await NeededAsync(lists, cancellationToken);
                if (!await DownloadAsync(staging, lists, packages, cancellationToken))
                {
                    throw new BrokerException("apt-get could not download redis-server.");
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

    // What an installation would add: redis-server itself and the libraries that this machine lacks.
    private static async Task<List<string>> NeededAsync(string[] lists, CancellationToken cancellationToken)
    {
        string[] arguments = [.. lists, "--simulate", "--no-install-recommends", "install", "redis-server"];
        var result = await ChildProcess.RunAsync("apt-get", arguments, s_limit, cancellationToken);
        return [.. result.Output.Split('\n').Where(line => line.StartsWith("Inst ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
    }

    private static async Task<bool> DownloadAsync(string staging, string[] lists, List<string> packages, CancellationToken cancellationToken)
    {
        if (packages.Count == 0)
        {
            return false;
        }
        // apt-get downloads into the current folder.
        string[] command = ["-c", "cd \"$1\" && shift && exec apt-get -qq \"$@\"", "fetch", staging, .. lists, "download", .. packages];
        return (await ChildProcess.RunAsync("/bin/sh", command, s_limit, cancellationToken)).ExitCode == 0;
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
