using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>
/// Finds a Kafka: a given one, a program on the PATH, the scripts and jars in <c>shared/kafka</c> beside the repository, KAFKA_HOME, a container.
/// </summary>
internal static class KafkaFinder
{
    public const string Variable = "OMNIBUS_TEST_KAFKA";
    private const string Image = "apache/kafka:4.3.1";
    private const string Host = "127.0.0.1";

    public static async Task<Found<KafkaCluster>> FindAsync(KafkaClusterOptions options, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given && !options.NeedsOwn)
        {
            return new(new KafkaCluster(new GivenRun(Variable, token => RequireAnswerAsync(given, token)), given));
        }
        var reasons = new List<string>();
        var java = OperatingSystem.IsWindows() ? null : await Java.FindMissingAsync(cancellationToken);
        if (java is not null)
        {
            reasons.Add(java);
        }
        else if (!OperatingSystem.IsWindows() && FindInstalled(options, reasons) is { } installed)
        {
            return new(installed);
        }
        if (!options.NeedsScripts && await ContainerRun.FindEngineAsync(cancellationToken) is { } docker)
        {
            return new(Container(docker, options));
        }
        reasons.Add($"{Variable} names none that this test may use, and no container engine answers.");
        return new(new BrokerMissing("Kafka", string.Join(' ', reasons), HowToEnable(options, java is not null)));
    }

    private static KafkaCluster? FindInstalled(KafkaClusterOptions options, List<string> reasons)
    {
        var server = Programs.Find("kafka-server-start.sh") ?? Programs.Find("kafka-server-start");
        if (server is not null && !options.NeedsScripts)
        {
            return ByHand(server, options);
        }
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } named ? named : null;
        if (RepositoryFolder.FindUpwards("shared/kafka/start") is { } start && Programs.Find("bash") is not null)
        {
            var scripts = Path.GetDirectoryName(start)!;
            if (home is not null || Directory.Exists(Path.Combine(scripts, "lib")))
            {
                return new KafkaCluster(new KafkaScriptsRun(scripts, options), null);
            }
        }
        if (home is not null && !options.NeedsScripts)
        {
            return ByHand(Path.Combine(home, "bin", "kafka-server-start.sh"), options);
        }
        reasons.Add(server is null && home is null
            ? "There is no kafka-server-start.sh on the PATH, no ../shared/kafka and no KAFKA_HOME."
            : "Several nodes, TLS, SASL and the registry need the scripts of ../shared/kafka.");
        return null;
    }

    private static string HowToEnable(KafkaClusterOptions options, bool javaMissing)
        => javaMissing ? Java.HowToInstall
        : options.NeedsScripts ? "put the folder shared/kafka beside the repository"
        : OperatingSystem.IsMacOS() ? "brew install kafka"
        : $"export KAFKA_HOME=FOLDER (an unpacked Apache Kafka 4), or start docker, or export {Variable}=HOST:PORT";

    // Kafka's own scripts, one node, plaintext.
    private static KafkaCluster ByHand(string server, KafkaClusterOptions options)
    {
        var port = Ports.Free();
        var controller = Ports.Free();
        var folder = TemporaryFolder.Create("kafka");
        var properties = Path.Combine(folder, "server.properties");
        var storage = Path.Combine(Path.GetDirectoryName(server)!, Path.GetFileName(server).Replace("server-start", "storage", StringComparison.Ordinal));
        var run = new ProgramRun(server, folder, [server, properties], token => KafkaQuestion.AnswersAsync(Host, port, token)) { PrepareAsync = FormatAsync };
        run.Environment["KAFKA_HEAP_OPTS"] = "-Xmx384m";
        run.Environment["LOG_DIR"] = Path.Combine(folder, "logs");
        return new KafkaCluster(run, $"{Host}:{port}");

        async Task FormatAsync(CancellationToken cancellationToken)
        {
            Dictionary<string, string> settings = new(KafkaSettings.OneNode)
            {
                ["controller.quorum.voters"] = $"1@{Host}:{controller}",
                ["listeners"] = $"PLAINTEXT://{Host}:{port},CONTROLLER://{Host}:{controller}",
                ["advertised.listeners"] = $"PLAINTEXT://{Host}:{port}",
                ["log.dirs"] = Path.Combine(folder, "data"),
            };
            foreach (var (name, value) in options.Properties)
            {
                settings[name] = value;
            }
            await File.WriteAllLinesAsync(properties, settings.Select(setting => $"{setting.Key}={setting.Value}"), cancellationToken);
            var cluster = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', 'A').Replace('/', 'B');
            string[] command = ["LOG_DIR=" + Path.Combine(folder, "logs"), storage, "format", "-t", cluster, "-c", properties];
            var result = await ChildProcess.RunAsync("/usr/bin/env", command, TimeSpan.FromSeconds(60), cancellationToken);
            if (result.ExitCode != 0)
            {
                throw new BrokerException($"{storage} failed: {result.Errors.Trim()}");
            }
        }
    }

    private static KafkaCluster Container(string docker, KafkaClusterOptions options)
    {
        var port = Ports.Free();
        Dictionary<string, string> settings = new(KafkaSettings.OneNode)
        {
            ["controller.quorum.voters"] = "1@localhost:9093",
            ["listeners"] = "PLAINTEXT://:9092,CONTROLLER://:9093",
            ["advertised.listeners"] = $"PLAINTEXT://{Host}:{port}",
        };
        foreach (var (name, value) in options.Properties)
        {
            settings[name] = value;
        }
        // The image reads a setting a.b.c from KAFKA_A_B_C.
        var variables = settings.SelectMany(setting => (string[])
            ["--env", $"KAFKA_{setting.Key.ToUpperInvariant().Replace('.', '_')}={setting.Value}"]);
        string[] create = ["--publish", $"{Host}:{port}:9092", .. variables];
        var run = new ContainerRun(docker, Image, create, [], token => KafkaQuestion.AnswersAsync(Host, port, token));
        return new KafkaCluster(run, $"{Host}:{port}");
    }

    private static async Task RequireAnswerAsync(string servers, CancellationToken cancellationToken)
    {
        foreach (var server in servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = server.LastIndexOf(':');
            if (colon > 0 && int.TryParse(server.AsSpan(colon + 1), out var port) && await Ports.ListensAsync(server[..colon], port, cancellationToken))
            {
                return;
            }
        }
        throw new BrokerException($"{Variable} names {servers}, where nobody answers.");
    }
}
