using System.Diagnostics;
using System.IO.Compression;

[assembly: AssemblyFixture(typeof(Omnibus.Packages.Tests.Packed))]

namespace Omnibus.Packages.Tests;

/// <summary>The packages of this build, in a folder.</summary>
public sealed class Packed : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("omnibus-packages-").FullName;

    public static string Root { get; } = FindRoot();

    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;

    /// <summary>The files of packages, of the kind that ends so.</summary>
    public IEnumerable<string> Files(string extension) => Directory.EnumerateFiles(Folder, "*" + extension).Order(StringComparer.Ordinal);

    public async ValueTask InitializeAsync() =>
        await DotnetAsync(Root, "pack", "Omnibus.slnx", "--no-build", "--configuration", Configuration, "--output", Folder, "--nologo", "--verbosity", "quiet");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    /// <summary>Runs the SDK, and returns what it said.</summary>
    public static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var (code, said) = await RunAsync(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)}:\n{said}");
        return said;
    }

    public static async Task<(int Code, string Said)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // Packages that a test makes are in nobody's lock file.
        start.Environment.Remove("CI");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>The files in a package that its author put there.</summary>
    public static IEnumerable<string> Content(ZipArchive package) => package.Entries.Select(entry => entry.FullName)
        .Where(name => name is not "[Content_Types].xml" and not "_rels/.rels" && !name.StartsWith("package/", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the folder of Omnibus.slnx.");
    }
}
