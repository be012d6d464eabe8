using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Omnibus.Commands;
using Omnibus.Commands.Running;

namespace Omnibus.Doctor.Tests.Harness;

/// <summary>What a command printed and said.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>The lines about problems, without their label.</summary>
    public string[] Problems => [.. Output.Split('\n').Where(line => line.StartsWith("problem", StringComparison.Ordinal)).Select(line => line[10..])];

    public JsonNode Json => JsonNode.Parse(Output)!;
}

/// <summary>An application that publishes and handles counted events, looked at by the tool inside it and outside of it.</summary>
internal sealed class Patient : IDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-doctor-").FullName;

    public Patient(params (string Name, string Value)[] settings)
    {
        _settings = new Dictionary<string, string?> { ["Transports:sqlite:Path"] = Path.Combine(_folder, "bus.db") };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }
    }

    /// <summary>How the application adds its bus.</summary>
    public Func<HostApplicationBuilder, OmnibusBuilder> Bus { get; init; } = static builder => builder.AddOmnibus();

    /// <summary>Its SQLite file, whether it uses it or not.</summary>
    public string File => _settings["Transports:sqlite:Path"]!;

    /// <summary>The tool inside the application, as <c>myapp omnibus …</c>.</summary>
    public async Task<Outcome> InsideAsync(params string[] args)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "service", EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(_settings.Select(static setting => KeyValuePair.Create($"Omnibus:{setting.Key}", setting.Value)));
        Bus(builder).AddEvents<TestsEventCatalogue>().Consumer("counter").Handle<Counted>(static (_, _, _) => default);
        using var host = builder.Build();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await OmnibusTool.RunAsync(args, new ApplicationSurroundings(host), new Streams(output, error, TextReader.Null), TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>The tool beside the application, with its configuration.</summary>
    public async Task<Outcome> BesideAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await OmnibusTool.RunAsync([.. args, .. Arguments], [new TestsEventCatalogue()], output, error, TextReader.Null, TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>The settings as the tool takes them.</summary>
    public string[] Arguments => [.. _settings.SelectMany(static setting => (string[])["--set", $"{setting.Key}={setting.Value}"])];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
