namespace Omnibus.Brokers.Running;

/// <summary>
/// A cluster that the scripts of <c>../shared/kafka</c> run. They watch this process and end the cluster after it; the guard deletes the folder.
/// </summary>
internal sealed class KafkaScriptsRun(string scripts, KafkaClusterOptions options) : IBrokerRun
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(180);

    private readonly string _data = TemporaryFolder.Create("kafka");
    private Guard? _guard;

    public string Origin => scripts;

    public bool Owned => true;

    /// <summary>What <c>start</c> printed last.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; private set; } = new Dictionary<string, string>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_guard is null)
        {
            _guard = Guard.Start("bash \"$target\" --data \"$1\" --kill --delete >/dev/null 2>&1; rm -rf \"$1\"", _data);
            _guard.Arm(Path.Combine(scripts, "stop"));
        }
        var output = await RunAsync("start", Arguments(), cancellationToken);
        Lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public Task KillAsync() => EndAsync("bootstrap", ["--kill"]);

    public Task KillNodeAsync(int node) => EndAsync($"node{node}", ["--kill", "--node", $"{node}"]);

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public Task StopAsync() => EndAsync("bootstrap", []);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_data, "cluster")))
        {
            await EndAsync("bootstrap", ["--kill", "--delete"]);
        }
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
        _guard?.Dispose();
        _guard = null;
    }

    private IEnumerable<string> Arguments()
    {
        yield return "--parent";
        yield return $"{Environment.ProcessId}";
        yield return "--timeout";
        yield return "120";
        if (Lines.Count > 0)
        {
            yield break;        // the folder remembers the rest
        }
        yield return "--nodes";
        yield return $"{options.Nodes}";
        foreach (var (wanted, name) in ((bool, string)[])[(options.Tls, "--tls"), (options.Sasl, "--sasl"), (options.Registry, "--registry")])
        {
            if (wanted)
            {
                yield return name;
            }
        }
        foreach (var (name, value) in options.Properties)
        {
            yield return "--property";
            yield return $"{name}={value}";
        }
    }

    // A JVM that is ending can lose its name in the process table, by which the script knows it, before it closes its sockets.
    private async Task EndAsync(string addresses, IEnumerable<string> arguments)
    {
        await RunAsync("stop", arguments);
        foreach (var address in Lines.GetValueOrDefault(addresses, "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (host, port) = (address.Split(':')[0], int.Parse(address.Split(':')[1]));
            await Readiness.WaitAsync(async token => !await Ports.ListensAsync(host, port, token), () => Task.FromResult<string?>(null), s_timeout, CancellationToken.None);
        }
    }

    private async Task SignalAsync(string signal)
    {
        var processes = Lines.Where(line => line.Key == "pid" || line.Key.EndsWith("_pid", StringComparison.Ordinal)).Select(line => line.Value).Distinct();
        var result = await ChildProcess.RunAsync("/bin/sh", ["-c", $"kill -{signal} {string.Join(' ', processes)}"], TimeSpan.FromSeconds(10));
        if (result.ExitCode != 0)
        {
            throw new BrokerException($"Kafka took no signal {signal}: {result.Errors.Trim()}");
        }
    }

    private async Task<string> RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken = default)
    {
        var result = await ChildProcess.RunAsync(
            "bash", [Path.Combine(scripts, script), "--data", _data, .. arguments], s_timeout, cancellationToken);
        return result.ExitCode == 0
            ? result.Output
            : throw new BrokerException($"{Path.Combine(scripts, script)} failed: {result.Errors.Trim()}");
    }
}
