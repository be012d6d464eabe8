using System.CommandLine;
using Omnibus.Commands.Running;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus explain OMN1003</c>: the page of an error, offline.</summary>
internal static class ExplainVerb
{
    private const string Prefix = "operations/";

    public static Command Create(Streams streams)
    {
        var command = new Command("explain", "Says what an error means and what to do: omnibus explain OMN1003. Without an id it lists them all.");
        var id = new Argument<string?>("ID") { Description = "The error's id or its code, as in a log or a dead letter.", Arity = ArgumentArity.ZeroOrOne };
        command.Add(id);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(id) is not { } wanted)
            {
                await streams.Output.WriteLineAsync(string.Join('\n', Pages().Select(page => TitleOf(Read(page))))).ConfigureAwait(false);
                return ExitCode.Done;
            }

            if (Pages().Select(Read).FirstOrDefault(text => IsOf(text, wanted)) is not { } found)
            {
                await streams.Error.WriteLineAsync($"omnibus: '{wanted}' is no error of Omnibus. 'omnibus explain' lists them.").ConfigureAwait(false);
                return ExitCode.Input;
            }

            await streams.Output.WriteLineAsync(found.Replace("**", "", StringComparison.Ordinal).TrimEnd()).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The names of the pages, in order; they are docs/operations, embedded.</summary>
    private static IEnumerable<string> Pages() =>
        typeof(ExplainVerb).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Read(string page)
    {
        using var reader = new StreamReader(typeof(ExplainVerb).Assembly.GetManifestResourceStream(page)!);
        return reader.ReadToEnd();
    }

    /// <summary><c>OMN1003: Unavailable</c>.</summary>
    private static string TitleOf(string text) => text[..text.IndexOf('\n', StringComparison.Ordinal)].TrimStart('#', ' ').TrimEnd();

    private static bool IsOf(string text, string wanted) => TitleOf(text).Split(": ").Contains(wanted, StringComparer.OrdinalIgnoreCase);
}
