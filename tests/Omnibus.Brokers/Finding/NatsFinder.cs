using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>Finds a NATS server with JetStream: a given one, a program of this machine, one in the tools folder, a container.</summary>
internal static class NatsFinder
{
    public const string Variable = "OMNIBUS_TEST_NATS";
    private const string Image = "nats:2.11";
    private const string Host = "127.0.0.1";

    // Where Debian has it; a user's PATH need not.
    private const string System = "/usr/sbin/nats-server";

    public static async Task<Found<NatsServer>> FindAsync(bool needsControl, CancellationToken cancellationToken)
    {
        if (!needsControl && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return Given(given);
        }
        if (!OperatingSystem.IsWindows() && (Programs.Find("nats-server") ?? (File.Exists(System) ? System : NatsPackages.Program)) is { } program)
        {
            return Program(program);
        }
        if (await ContainerRun.FindEngineAsync(cancellationToken) is { } docker)
        {
            var port = Ports.Free();
            var run = new ContainerRun(docker, Image, ["--publish", $"{Host}:{port}:4222"], ["-js"], token => AnswersAsync(port, token));
            return new(new NatsServer(run, Host, port));
        }
        return new(new BrokerMissing(
            "NATS",
            $"{Variable} names none that this test may use, there is no nats-server on the PATH, in /usr/sbin or in .tools, and no container engine answers.",
            HowToEnable()));
    }

    private static string HowToEnable()
        => OperatingSystem.IsWindows() ? $"start Docker Desktop, or set {Variable}=HOST:PORT"
        : OperatingSystem.IsMacOS() ? "brew install nats-server"
        : NatsPackages.CanFetch ? "./test --fetch"
        : $"install nats-server with the package manager of this system, start docker, or set {Variable}=HOST:PORT";

    private static Found<NatsServer> Given(string given)
    {
        if (!Uri.TryCreate(given.Contains("://", StringComparison.Ordinal) ? given : "nats://" + given, UriKind.Absolute, out var uri))
        {
            throw new BrokerException($"{Variable} is neither HOST:PORT nor nats://HOST:PORT.");
        }
        var port = uri.Port > 0 ? uri.Port : 4222;
        return new(new NatsServer(
            new GivenRun(Variable, async token =>
            {
                if (!await Ports.ListensAsync(uri.Host, port, token))
                {
                    throw new BrokerException($"{Variable} names {uri.Host}:{port}, where nobody answers.");
                }
            }),
            uri.Host,
            port));
    }

    private static Found<NatsServer> Program(string program)
    {
        var port = Ports.Free();
        var folder = TemporaryFolder.Create("nats");
        string[] command = [program, "--addr", Host, "--port", $"{port}", "--jetstream", "--store_dir", folder];
        return new(new NatsServer(new ProgramRun(program, folder, command, token => AnswersAsync(port, token)), Host, port));
    }

    // It speaks first: INFO and what it is. JetStream is ready before it listens.
    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
        => await Ports.AskAsync(Host, port, "PING", cancellationToken) is { } answer && answer.StartsWith("INFO", StringComparison.Ordinal);
}
