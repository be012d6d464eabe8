namespace Omnibus.Packages.Tests;

/// <summary>A new application from packages alone, which leaves out every transport but one.</summary>
public sealed class ApplicationTests(Packed packed) : IDisposable
{
    private static readonly string[] s_leftOut = ["kafka", "redis", "omnibus.memory", "schemaregistry", "respite"];

    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-application-").FullName;

    [Fact]
    public async Task It_has_events_runs_and_carries_only_what_it_chose()
    {
        await BuildAsync();

        var output = Path.Combine(_folder, "out");
        var (code, said) = await Packed.RunAsync(
            _folder, Path.Combine(output, "Application.dll"), "--environment", "Development", "--Omnibus:Transports:sqlite:Path", Path.Combine(_folder, "bus.db"));
        Assert.True(code == 0, said);
        Assert.Contains("handled Ordered { What = tea, Number = 3 }", said, StringComparison.Ordinal);

        var files = Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(output, file).Replace('\\', '/')).ToList();
        Assert.Contains("Omnibus.Sqlite.dll", files);
        Assert.Contains(files, file => file.Contains("e_sqlite3", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => s_leftOut.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase)));

        var (other, why) = await Packed.RunAsync(_folder, Path.Combine(output, "Application.dll"), "--Omnibus:Transport", "kafka");
        Assert.NotEqual(0, other);
        Assert.Contains(
            "Omnibus:Transport: 'kafka' was left out of this build. Add it to the property OmnibusTransports of the application's project, <OmnibusTransports>kafka;sqlite</OmnibusTransports>", why, StringComparison.Ordinal);

        (other, why) = await Packed.RunAsync(_folder, "build", "--no-restore", "-p:OmnibusTransports=sqlite%3Brediss", "--nologo", "--verbosity", "quiet", "-o", "out");
        Assert.NotEqual(0, other);
        Assert.Contains("OmnibusTransports: there is no transport 'rediss' in this Omnibus. There are: memory, sqlite, redis, kafka", why, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task BuildAsync()
    {
        Write();
        await Packed.DotnetAsync(_folder, "build", "--nologo", "--verbosity", "quiet", "-o", "out");
    }

    /// <summary>Restores the packages of this build from their folder and all others from where they are already: nothing is downloaded.</summary>
    private void Write()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "application");
        File.Copy(Path.Combine(source, "Application.xml"), Path.Combine(_folder, "Application.csproj"));
        File.Copy(Path.Combine(source, "Program.txt"), Path.Combine(_folder, "Program.cs"));
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(_folder, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestoreSources>{packed.Folder}</RestoreSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
    }
}
