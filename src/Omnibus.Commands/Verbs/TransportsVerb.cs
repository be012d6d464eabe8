using System.CommandLine;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus transports</c>: what can be chosen here, and whether the chosen one answers.</summary>
internal static class TransportsVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var command = new Command("transports", "Lists the transports that can be chosen, with their facts, and tries the chosen one.");
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var rows = new List<TransportRow>();
            foreach (var factory in session.Registrations.Transports.Values.OrderBy(factory => factory.Info.Name, StringComparer.Ordinal))
            {
                var chosen = session.Configuration.Transports.Values.FirstOrDefault(transport => transport.Factory.Info.Name == factory.Info.Name);
                rows.Add(new TransportRow(
                    factory.Info.Name,
                    chosen?.Name,
                    factory.Info.Coordination.ToString(),
                    factory.Info.Durable,
                    [.. factory.Info.Abilities.Select(ability => ability.Name)],
                    chosen is null ? factory.WhyNotHere() : await AnswerAsync(session, chosen.Transport, cancellationToken).ConfigureAwait(false)));
            }

            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                rows,
                ToolJson.Default.IReadOnlyListTransportRow,
                ["driver", "used as", "ownership", "durable", "answers"],
                row => [row.Driver, row.Name ?? "", row.Coordination, row.Durable ? "yes" : "no", row.Answer ?? ""]).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> AnswerAsync(BusSession session, ITransport transport, CancellationToken cancellationToken)
    {
        if (transport is not IProbe probe)
        {
            return "";
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(5));
            var found = await probe.ProbeAsync(limit.Token).ConfigureAwait(false);
            return $"{found.Server} at {found.Address}";
        }
#pragma warning disable CA1031 // whatever a driver throws is the answer
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"{session.Transport.Classify(exception)}: {exception.Message}";
        }
    }
}

/// <summary>One line of <c>omnibus transports</c>.</summary>
internal sealed record TransportRow(
    string Driver, string? Name, string Coordination, bool Durable, IReadOnlyList<string> Abilities, string? Answer);
