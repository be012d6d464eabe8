using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>The tool as it was published for a platform that librdkafka is not made for: everything but that library is there.</summary>
public sealed class MissingNativeTests : IDisposable
{
    private const string Package = "librdkafka.redist";

    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-native-").FullName;

    public MissingNativeTests()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Append(Path.Combine(AppContext.BaseDirectory, "Omnibus.Cli.runtimeconfig.json")))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        var natives = Path.Combine(AppContext.BaseDirectory, "runtimes");
        foreach (var file in Directory.EnumerateFiles(natives, "*", SearchOption.AllDirectories).Where(static file => !file.Contains("librdkafka", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder, "runtimes", Path.GetRelativePath(natives, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Omnibus.Cli.deps.json")))!;
        foreach (var (_, libraries) in written["targets"]!.AsObject())
        {
            foreach (var (_, library) in libraries!.AsObject().Where(static library => library.Key.StartsWith(Package, StringComparison.Ordinal)))
            {
                library!.AsObject().Remove("runtimeTargets");
            }
        }

        File.WriteAllText(Path.Combine(_folder, "Omnibus.Cli.deps.json"), written.ToJsonString());
    }

    [Fact]
    public async Task It_is_said_with_the_remedy_and_another_transport_is_untouched()
    {
        using var kafka = new Patient(("Transport", "kafka"), ("Transports:kafka:BootstrapServers", "localhost:1"));
        using var sqlite = new Patient(("Transport", "sqlite"));

        var list = await RunAsync(kafka, "transports", "--json");
        var doctor = await RunAsync(kafka, "doctor");
        var other = await RunAsync(sqlite, "doctor");
        var published = await RunAsync(sqlite, "publish", "--topic", "t", "--type", "t.v1", "--data", "{}");

        Assert.Equal(ExitCode.Done, list.Code);
        var why = list.Json.AsArray().ToDictionary(row => (string)row!["driver"]!, row => (string?)row!["why_not"]);
        Assert.Contains("librdkafka does not load on", why["kafka"], StringComparison.Ordinal);
        Assert.Contains(Package, why["kafka"], StringComparison.Ordinal);
        Assert.All(why.Where(row => row.Key != "kafka"), row => Assert.Null(row.Value));

        Assert.Equal(ExitCode.Configuration, doctor.Code);
        var problem = Assert.Single(doctor.Problems);
        Assert.StartsWith("Omnibus:Transports:kafka: the driver 'kafka' cannot be used here: librdkafka does not load on", problem, StringComparison.Ordinal);
        Assert.Contains("Publish for this", problem, StringComparison.Ordinal);

        Assert.Contains($"not for {RuntimeInformation.RuntimeIdentifier}: the driver 'kafka' cannot be used here: librdkafka does not load on", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("it runs wherever .NET does", doctor.Output, StringComparison.Ordinal);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (other.Code, published.Code));
    }

    private async Task<Outcome> RunAsync(Patient patient, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(_folder, "Omnibus.Cli.dll"), .. args, .. patient.Arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, (await output).ReplaceLineEndings("\n"), await error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
