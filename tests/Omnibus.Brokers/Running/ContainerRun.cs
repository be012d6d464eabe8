namespace Omnibus.Brokers.Running;

/// <summary>A broker in a container, on a loopback port of this machine. Speaks to the engine through its command line tool.</summary>
internal sealed class ContainerRun : IBrokerRun
{
    // The first start may fetch the image.
    private static readonly TimeSpan s_createTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_commandTimeout = TimeSpan.FromSeconds(60);

    private readonly string _docker;
    private readonly string _image;
    private readonly IReadOnlyList<string> _options;
    private readonly IReadOnlyList<string> _arguments;
    private readonly Func<CancellationToken, Task<bool>> _answersAsync;
    private readonly string _name = $"omnibus-test-{Guid.NewGuid():N}";
    private Guard? _guard;

    /// <param name="docker">The tool.</param>
    /// <param name="image">The image, with its tag.</param>
    /// <param name="options">Options of <c>docker create</c>: ports and environment.</param>
    /// <param name="arguments">The arguments of the image's program.</param>
    /// <param name="answersAsync">Whether the broker answers.</param>
    public ContainerRun(
        string docker, string image, IReadOnlyList<string> options, IReadOnlyList<string> arguments,
        Func<CancellationToken, Task<bool>> answersAsync)
    {
        _docker = docker;
        _image = image;
        _options = options;
        _arguments = arguments;
        _answersAsync = answersAsync;
    }

    public string Origin => $"a container of {_image}";

    public bool Owned => true;

    /// <summary>The engine's tool, if the engine behind it answers.</summary>
    public static async Task<string?> FindEngineAsync(CancellationToken cancellationToken)
    {
        if (Finding.Programs.Find("docker") is not { } docker)
        {
            return null;
        }
        try
        {
            var result = await ChildProcess.RunAsync(docker, ["version", "--format", "{{.Server.Version}}"], TimeSpan.FromSeconds(10), cancellationToken);
            return result.ExitCode == 0 ? docker : null;
        }
        catch (BrokerException)
        {
            return null;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_guard is null)
        {
            _guard = Guard.Start($"'{_docker}' rm --force --volumes \"$target\" >/dev/null 2>&1", _name);
            _guard.Arm(_name);
            await RunAsync(s_createTimeout, ["create", "--name", _name, .. _options, _image, .. _arguments], cancellationToken);
        }
        await RunAsync(s_commandTimeout, ["start", _name], cancellationToken);
        await Readiness.WaitAsync(_answersAsync, WhyEndedAsync, s_commandTimeout, cancellationToken);
    }

    public async Task KillAsync()
    {
        if (await IsRunningAsync())
        {
            await RunAsync(s_commandTimeout, ["kill", _name]);
        }
    }

    public Task FreezeAsync() => RunAsync(s_commandTimeout, ["pause", _name]);

    public Task ThawAsync() => RunAsync(s_commandTimeout, ["unpause", _name]);

    public Task StopAsync() => RunAsync(s_commandTimeout, ["stop", _name]);

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            await RunAsync(s_commandTimeout, ["rm", "--force", "--volumes", _name]);
            _guard.Dispose();
            _guard = null;
        }
    }

    private async Task<bool> IsRunningAsync()
        => (await ChildProcess.RunAsync(_docker, ["inspect", "--format", "{{.State.Running}}", _name], s_commandTimeout)).Output.Trim() == "true";

    private async Task<string?> WhyEndedAsync()
    {
        if (await IsRunningAsync())
        {
            return null;
        }
        var log = await ChildProcess.RunAsync(_docker, ["logs", "--tail", "20", _name], s_commandTimeout);
        return $"{Origin} ended: {log.Output}{log.Errors}";
    }

    private async Task RunAsync(TimeSpan timeout, IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        var result = await ChildProcess.RunAsync(_docker, arguments, timeout, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new BrokerException($"docker {arguments[0]} of {Origin} failed: {result.Errors.Trim()}");
        }
    }
}
