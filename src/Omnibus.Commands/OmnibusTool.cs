using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Omnibus.Commands.Running;
using Omnibus.Commands.Verbs;

namespace Omnibus.Commands;

/// <summary>The tool <c>omnibus</c>.</summary>
public static class OmnibusTool
{
    /// <summary>Runs a command line. Events go to standard output, one a line, and everything else to standard error.</summary>
    /// <param name="args">The command line, without the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellationToken">Ends what runs, cleanly, as Control-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(
        string[] args, TextWriter? output = null, TextWriter? error = null, TextReader? input = null, CancellationToken cancellationToken = default) =>
        RunAsync(args, [], output, error, input, cancellationToken);

    /// <summary>Runs a command line with events that are known without being named.</summary>
    /// <param name="args">The command line, without the program's name.</param>
    /// <param name="known">Catalogues of events that come with the tool. What <c>--events</c> names goes before them.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellationToken">Ends what runs, cleanly, as Control-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(
        string[] args,
        IReadOnlyList<EventCatalogue> known,
        TextWriter? output = null,
        TextWriter? error = null,
        TextReader? input = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(args, new FolderSurroundings(known), new Streams(output ?? Console.Out, error ?? Console.Error, input ?? Console.In), cancellationToken);

    /// <summary>Runs a command line inside an application.</summary>
    internal static Task<int> RunAsync(string[] args, IHost app, CancellationToken cancellationToken) =>
        RunAsync(args, new ApplicationSurroundings(app), new Streams(Console.Out, Console.Error, Console.In), cancellationToken);

    /// <summary>Runs a command line where the surroundings and the streams are given.</summary>
    internal static async Task<int> RunAsync(string[] args, Surroundings surroundings, Streams streams, CancellationToken cancellationToken)
    {
        var result = CommandTree(streams, surroundings).Parse(args);
        var invocation = new InvocationConfiguration { Output = streams.Output, Error = streams.Error };
        var code = await result.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        return result.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    private static RootCommand CommandTree(Streams streams, Surroundings surroundings)
    {
        var options = new BusOptions(surroundings);
        var root = new RootCommand("One event bus, every transport: publish, consume and look at events.")
        {
            PublishVerb.Create(options, streams),
            ConsumeVerb.Create(options, streams),
            TailVerb.Create(options, streams),
            TopicsVerb.Create(options, streams),
            GroupsVerb.Create(options, streams),
            WhyVerb.Create(options, streams),
            ConfigVerb.Create(options, streams),
            LagVerb.Create(options, streams),
            TopVerb.Create(options, streams),
            DeadLettersVerb.Create(options, streams),
            SeekVerb.Create(options, streams),
            SkipVerb.Create(options, streams),
            CaptureVerb.Create(options, streams),
            SchemaVerb.Create(options, streams),
            WireVerb.Create(options, streams),
            TransportsVerb.Create(options, streams),
            DoctorVerb.Create(options, streams),
            HealthVerb.Create(options, streams),
            ExplainVerb.Create(streams),
        };
        options.AddTo(root);
        return root;
    }
}
