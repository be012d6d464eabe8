using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Omnibus.Aot.Tests;

/// <summary>Core, Memory and SQLite keep their promises in a program that is compiled ahead of time.</summary>
public sealed class NativeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-native-").FullName;

    [Fact]
    public async Task The_published_program_keeps_every_promise_of_memory_and_sqlite()
    {
        var linker = OperatingSystem.IsWindows() ? "" : ((string[])["clang", "gcc"]).FirstOrDefault(IsOnPath);
        Need(linker is not null, "there is no linker. Install clang, or gcc, and the headers of zlib (Debian: apt-get install clang zlib1g-dev).");

        // Alone: what it refers to is built and restored, for every platform, and stays as it is.
        var (published, said) = await RunAsync(
            "dotnet", "publish", Path.Combine(Root(), "tests", "Omnibus.Aot", "Omnibus.Aot.csproj"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
            "--output", _folder, "-p:OmnibusAot=true", "-p:BuildProjectReferences=false", "-p:RestoreRecursive=false", $"-p:OmnibusLinker={linker}", "--nologo", "--verbosity", "quiet");
        Need(
            published == 0 || !(said.Contains("NU1101", StringComparison.Ordinal) || said.Contains("NU1301", StringComparison.Ordinal) || said.Contains("NU1102", StringComparison.Ordinal)),
            $"the package of the ahead-of-time compiler cannot be had here: {said}");
        Assert.True(published == 0, said);

        // What the compiler cannot follow it says.
        Assert.DoesNotContain("warning IL", said, StringComparison.Ordinal);

        var (code, kept) = await RunAsync(Path.Combine(_folder, OperatingSystem.IsWindows() ? "Omnibus.Aot.exe" : "Omnibus.Aot"));
        TestContext.Current.TestOutputHelper?.WriteLine(kept);
        Assert.True(code == 0, kept);
        Assert.Contains("compiled ahead of time", kept, StringComparison.Ordinal);
        Assert.Matches("memory: [1-9][0-9]+ kept, 0 not kept", kept);
        Assert.Matches("sqlite: [1-9][0-9]+ kept, 0 not kept", kept);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Skips, or fails where everything must be there.</summary>
    private static void Need(bool isThere, string reason)
    {
        if (!isThere && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail($"Under CI=true the native program must be made, and {reason}");
        }

        Assert.SkipUnless(isThere, reason);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnibus.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the folder of Omnibus.slnx.");
    }
}
