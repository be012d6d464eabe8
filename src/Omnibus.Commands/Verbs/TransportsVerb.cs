using System.CommandLine;
using Omnibus.Commands.Doctor;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus transports</c>: what can be chosen here. Connects to nothing; <c>omnibus doctor</c> does.</summary>
internal static class TransportsVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var command = new Command("transports", "Lists the transports that can be chosen here, with their facts, and why one of them cannot. 'doctor' tries those that are used.");
        command.SetAction((parsed, _) => Verb.RunAsync(streams, async () =>
        {
            var installed = Installed.Open(parsed, options);
            IReadOnlyList<TransportRow> rows =
            [
                .. installed.Registrations.Transports.Values.OrderBy(factory => factory.Info.Name, StringComparer.Ordinal).Select(factory => Row(installed, factory)),
                .. installed.Registrations.LeftOut.Order(StringComparer.Ordinal).Select(driver => new TransportRow(driver, "in tree", "") { WhyNot = LeftOutTransports.Sentence(installed.Registrations, driver) }),
                .. installed.Names.Where(name => installed.FolderOf(name) is not null).Select(name => OfFolder(installed, name)),
            ];
            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                rows,
                ToolJson.Default.IReadOnlyListTransportRow,
                ["driver", "used as", "origin", "version", "ownership", "durable", "can load here"],
                row => [row.Driver, string.Join(", ", row.Names), row.Origin, row.Version, row.Coordination ?? "", row.Durable switch { true => "yes", false => "no", null => "" }, row.WhyNot is null ? "yes" : $"no: {row.WhyNot}"]).ConfigureAwait(false);
            return ExitCode.Done;
        }));
        return command;
    }

    private static TransportRow Row(Installed installed, ITransportFactory factory) =>
        new TransportRow(factory.Info.Name, DriverParts.OriginOf(factory), DriverParts.VersionOf(factory))
        {
            Names = [.. installed.Names.Where(name => installed.FolderOf(name) is null && string.Equals(installed.DriverOf(name), factory.Info.Name, StringComparison.OrdinalIgnoreCase))],
            WhyNot = factory.WhyNotHere(),
        }.With(factory.Info);

    /// <summary>A transport that configuration names by its folder: it is loaded, as its facts are not known otherwise.</summary>
    private static TransportRow OfFolder(Installed installed, string name)
    {
        var plugin = installed.PluginOf(name)!;
        var parts = PluginParts.Of(plugin, []);
        var row = new TransportRow(plugin.Name ?? name, parts.Origin, parts.Version) { Names = [name] };
        try
        {
            var loaded = installed.Registrations.Plugins?.Load(new PluginRequest
            {
                Path = $"Omnibus:Transports:{name}:Plugin",
                Folder = installed.FolderOf(name)!,
                Root = installed.Root,
                Installed = [.. installed.Registrations.Transports.Keys],
                Others = new Dictionary<string, string>(),
            });
            return loaded is null ? row with { WhyNot = "this application loads no transports from folders" } : row.With(loaded.Factory.Info) with { WhyNot = loaded.Factory.WhyNotHere() };
        }
        catch (SettingException exception)
        {
            return row with { WhyNot = exception.Problem };
        }
    }
}

/// <summary>One line of <c>omnibus transports</c>.</summary>
internal sealed record TransportRow(string Driver, string Origin, string Version)
{
    /// <summary>Who shares out partitions, and the facts below: null where it cannot be loaded.</summary>
    public string? Coordination { get; init; }

    public bool? Durable { get; init; }

    /// <summary>What the configuration calls it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<string> Abilities { get; init; } = [];

    public bool? IdempotentPipelining { get; init; }

    public int? MaxBatch { get; init; }

    public int? MaxRecordBytes { get; init; }

    public int? DefaultPartitions { get; init; }

    public int? LongestTopicName { get; init; }

    /// <summary>Why it cannot be used on this machine, with what helps; null where it can.</summary>
    public string? WhyNot { get; init; }

    public TransportRow With(TransportInfo info) => this with
    {
        Coordination = info.Coordination.ToString(),
        Durable = info.Durable,
        Abilities = [.. info.Abilities.Select(ability => ability.Name)],
        IdempotentPipelining = info.IdempotentPipelining,
        MaxBatch = info.MaxBatch,
        MaxRecordBytes = info.MaxRecordBytes,
        DefaultPartitions = info.DefaultPartitions,
        LongestTopicName = info.TopicNames.MaxLength,
    };
}
