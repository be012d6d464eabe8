using Campus.Events;

namespace Omnibus.Commands.Tests;

/// <summary>What a command printed and said.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The tool in a folder of its own, on a SQLite file of its own.</summary>
internal sealed class Tool : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("omnibus-tool-").FullName;

    public static string Events => typeof(CampusEventCatalogue).Assembly.Location;

    public Task<Outcome> RunAsync(params string[] args) => RunWithAsync("", args);

    public async Task<Outcome> RunWithAsync(string input, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var code = await OmnibusTool.RunAsync(
            [.. args, "--set", $"Transports:sqlite:Path={Path.Combine(Folder, "bus.db")}"], output, error, new StringReader(input), limit.Token);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
