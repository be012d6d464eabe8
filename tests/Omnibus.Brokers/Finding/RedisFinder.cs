using System.Text.RegularExpressions;
using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>Finds a Redis 7.0 or newer: a given one, a program on the PATH, one in the tools folder, a container.</summary>
internal static partial class RedisFinder
{
    public const string Variable = "OMNIBUS_TEST_REDIS";
    private const string Image = "redis:7.4";
    private const string Host = "127.0.0.1";

    public static async Task<Found<RedisServer>> FindAsync(RedisServerOptions options, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given && !options.NeedsControl && options.Settings.Count == 0 && options.SentinelOf is null)
        {
            return Given(given);
        }
        var reasons = new List<string>();
        if (!OperatingSystem.IsWindows())
        {
            if (Programs.Find("redis-server") is { } installed && await FitsAsync(installed, null, reasons, cancellationToken))
            {
                return Program(installed, null, options);
            }
            if (RedisPackages.Program is { } unpacked && await FitsAsync(unpacked, RedisPackages.Libraries, reasons, cancellationToken))
            {
                return Program(unpacked, RedisPackages.Libraries, options);
            }
        }
        if (options.SentinelOf is null && await ContainerRun.FindEngineAsync(cancellationToken) is { } docker)
        {
            return Container(docker, options);
        }
        reasons.Add($"{Variable} names none that this test may use, there is no redis-server on the PATH or in .tools, and no container engine answers.");
        return new(new BrokerMissing("Redis", string.Join(' ', reasons), HowToEnable()));
    }

    private static string HowToEnable()
        => OperatingSystem.IsWindows() ? $"start Docker Desktop, or set {Variable}=HOST:PORT"
        : OperatingSystem.IsMacOS() ? "brew install redis"
        : RedisPackages.CanFetch ? "./test --fetch"
        : $"install redis-server with the package manager of this system, start docker, or set {Variable}=HOST:PORT";

    private static Found<RedisServer> Given(string given)
    {
        if (!Uri.TryCreate(given.Contains("://", StringComparison.Ordinal) ? given : "redis://" + given, UriKind.Absolute, out var uri))
        {
            throw new BrokerException($"{Variable} is neither HOST:PORT nor redis://HOST:PORT.");
        }
        var port = uri.Port > 0 ? uri.Port : 6379;
        return new(new RedisServer(new GivenRun(Variable, AnswersOnceAsync), uri.Host, port));

        async Task AnswersOnceAsync(CancellationToken cancellationToken)
        {
            if (!await Ports.ListensAsync(uri.Host, port, cancellationToken))
            {
                throw new BrokerException($"{Variable} names {uri.Host}:{port}, where nobody answers.");
            }
        }
    }

    private static Found<RedisServer> Program(string program, string? libraries, RedisServerOptions options)
    {
        var port = Ports.Free();
        var folder = TemporaryFolder.Create("redis");
        string[] command = options.SentinelOf is { } watched
            ? [program, SentinelFile(folder, port, watched), "--sentinel"]
            : [
                program, "--bind", Host, "--port", $"{port}", "--dir", folder, "--daemonize", "no", "--protected-mode", "no",
                .. Directives(options),
            ];
        var run = new ProgramRun(program, folder, command, token => AnswersAsync(port, token));
        if (libraries is not null)
        {
            run.Environment["LD_LIBRARY_PATH"] = libraries;
        }
        return new(new RedisServer(run, Host, port));
    }

    /// <summary>A sentinel writes what it learns into its file, so it must have one.</summary>
    private static string SentinelFile(string folder, int port, RedisServer watched)
    {
        var file = Path.Combine(folder, "sentinel.conf");
        File.WriteAllText(file, $"""
            port {port}
            bind {Host}
            dir {folder}
            protected-mode no
            sentinel monitor {RedisServerOptions.SentinelName} {watched.Host} {watched.Port} 1
            sentinel down-after-milliseconds {RedisServerOptions.SentinelName} 1000
            sentinel failover-timeout {RedisServerOptions.SentinelName} 3000

            """);
        return file;
    }

    private static Found<RedisServer> Container(string docker, RedisServerOptions options)
    {
        var port = Ports.Free();
        var run = new ContainerRun(
            docker, Image, ["--publish", $"{Host}:{port}:6379"], ["redis-server", "--protected-mode", "no", .. Directives(options)],
            token => AnswersAsync(port, token));
        return new(new RedisServer(run, Host, port));
    }

    private static IEnumerable<string> Directives(RedisServerOptions options)
    {
        yield return "--save";
        yield return "";
        yield return "--appendonly";
        yield return options.Persistent ? "yes" : "no";
        yield return "--appendfsync";
        yield return "no";
        foreach (var (name, value) in options.Settings)
        {
            yield return "--" + name;
            yield return value;
        }
    }

    // A server with a password answers -NOAUTH: it is up. One that still reads its data answers -LOADING.
    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
        => await Ports.AskAsync(Host, port, "PING", cancellationToken) is { } answer
           && (answer.StartsWith("+PONG", StringComparison.Ordinal) || answer.StartsWith("-NOAUTH", StringComparison.Ordinal));

    private static async Task<bool> FitsAsync(string program, string? libraries, List<string> reasons, CancellationToken cancellationToken)
    {
        string[] command = libraries is null ? [program, "--version"] : ["/usr/bin/env", $"LD_LIBRARY_PATH={libraries}", program, "--version"];
        var result = await ChildProcess.RunAsync(command[0], command[1..], TimeSpan.FromSeconds(10), cancellationToken);
        if (VersionText().Match(result.Output) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan) >= 7)
        {
            return true;
        }
        reasons.Add($"{program} is not a working Redis 7.0 or newer: {(result.Output + result.Errors).Trim()}.");
        return false;
    }

    [GeneratedRegex(@"\bv=(\d+)\.")]
    private static partial Regex VersionText();
}
