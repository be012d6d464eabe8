using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Campus.Service;

namespace Campus.Demo.Running;

/// <summary>A service in a process of its own, on a loopback port that it chooses itself.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int KeptLines = 40;

    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public bool Running => !_process.HasExited;

    /// <summary>Starts a service with nothing but environment variables and returns when it takes requests.</summary>
    /// <exception cref="DemoException">It did not start: the message ends with what it printed.</exception>
    public static async Task<ServiceProcess> StartAsync(string name, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = StartOf(name, environment);
        var service = new ServiceProcess(name, Process.Start(start) ?? throw new DemoException($"{name} could not be started."));
        try
        {
            await service.WaitUntilListeningAsync(cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>How a service is started: in its own folder, where its appsettings.json is, and with none of the caller's own settings of a bus.</summary>
    public static ProcessStartInfo StartOf(string name, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var program = FindProgram($"Campus.{char.ToUpperInvariant(name[0])}{name[1..]}");
        var start = new ProcessStartInfo(DotnetPath(), [program, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("Omnibus__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        start.Environment["URLS"] = "http://127.0.0.1:0";
        start.Environment["Campus__StopWithInput"] = "true";
        return start;
    }

    /// <summary>What the service has counted; null where it does not answer.</summary>
    public async Task<TotalsSnapshot?> AskTotalsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetFromJsonAsync<TotalsSnapshot>("/totals", s_json, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <exception cref="DemoException">The service refused.</exception>
    public async Task PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.PostAsync(path, new ByteArrayContent(body), cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new DemoException($"{Name} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}\n{LastLines()}");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new DemoException($"{Name} does not answer: {exception.Message}\n{LastLines()}");
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (Running)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop and waits for that; false where it had to be killed.</summary>
    public async Task<bool> StopAsync()
    {
        using var limit = new CancellationTokenSource(s_stop);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>The end of what it printed.</summary>
    public string LastLines()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _http.Dispose();
    }

    // The services are built beside the demo, in the same configuration: bin/Campus.Mailer/release beside bin/Campus.Demo/release.
    private static string FindProgram(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
        return File.Exists(program) ? program : throw new DemoException($"{project} is not built: {program} is missing. Start the demo with ./demo.");
    }

    // The dotnet that runs this process, also where it is not on the PATH.
    private static string DotnetPath()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var path = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(path) ? path : name;
    }

    private async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync(cancellationToken);
        try
        {
            await Task.WhenAny(_address.Task, ended).WaitAsync(s_start, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new DemoException($"{Name} did not start in {s_start.TotalSeconds:0} s:\n{LastLines()}");
        }

        if (!_address.Task.IsCompleted)
        {
            throw new DemoException($"{Name} ended with exit code {_process.ExitCode}:\n{LastLines()}");
        }

        _http.BaseAddress = await _address.Task;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
