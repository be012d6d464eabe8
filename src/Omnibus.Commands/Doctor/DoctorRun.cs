using System.CommandLine;
using Omnibus.Commands.Running;
using Omnibus.Commands.Understanding;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Commands.Doctor;

/// <summary>Looks at everything that the configured bus needs, one transport after the other, and goes on behind what is wrong.</summary>
internal sealed class DoctorRun(ParseResult parsed, BusOptions options, Streams streams)
{
    private readonly List<DoctorProblem> _problems = [];

    /// <param name="asked">Platforms that the application shall run on; without any, the usual ones are shown and none of them is a problem.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DoctorReport> RunAsync(IReadOnlyList<string> asked, CancellationToken cancellationToken)
    {
        var installed = Installed.Open(parsed, options);
        WholeConfiguration? whole = null;
        try
        {
            whole = WholeConfiguration.Open(parsed, options);
        }
        catch (OmnibusException exception)
        {
            foreach (var problem in exception.Problems.DefaultIfEmpty(exception.Message))
            {
                Add(Cause.New(null, FaultCode.Invalid, problem));
            }
        }

        try
        {
            var transports = await LookAsync(installed, whole?.Bus, asked, cancellationToken).ConfigureAwait(false);
            return new DoctorReport(_problems.Count == 0, _problems, transports, NotChecked(whole, transports));
        }
        finally
        {
            if (whole is not null)
            {
                await whole.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<TransportReport>> LookAsync(Installed installed, BusConfiguration? bus, IReadOnlyList<string> asked, CancellationToken cancellationToken)
    {
        var reports = new List<TransportReport>();
        var checkup = new TransportCheckup(parsed, options, streams, bus, Add);
        foreach (var name in Named(installed, bus))
        {
            var used = bus?.Transports.ContainsKey(name) ?? true;
            var rids = asked.Count > 0 ? asked : NativePlatforms.Usual;
            var plugin = installed.PluginOf(name);
            var parts = plugin is not null ? PluginParts.Of(plugin, rids)
                : installed.Registrations.Transports.TryGetValue(installed.DriverOf(name), out var factory) ? DriverParts.Of(factory, rids)
                : null;
            var report = new TransportReport(name, plugin?.Name ?? installed.DriverOf(name), used) { Parts = parts };
            Judge(report, asked);
            reports.Add(used ? await checkup.LookAsync(report, cancellationToken).ConfigureAwait(false) : report);
        }

        return reports;
    }

    private void Add(DoctorProblem problem)
    {
        if (!_problems.Exists(other => other.Said == problem.Said))
        {
            _problems.Add(problem);
        }
    }

    /// <summary>What would fail once the driver is used, here or where it is asked to run.</summary>
    private void Judge(TransportReport report, IReadOnlyList<string> asked)
    {
        if (!report.Used || report.Parts is not { } parts)
        {
            return;
        }

        // What speaks against a folder is said by whoever loads it.
        foreach (var refused in parts.Refused)
        {
            Add(Cause.New(report.Name, FaultCode.Misconfigured, $"Omnibus:Transports:{report.Name}: {refused}. Let the application have a version that serves both, or load the transport from a folder of its own."));
        }

        foreach (var platform in parts.Platforms.Where(platform => !platform.Served && asked.Contains(platform.Rid)))
        {
            Add(Cause.New(report.Name, FaultCode.Unsupported, $"Omnibus:Transports:{report.Name}: '{report.Driver}' does not run on {platform.Rid}: {platform.WhyNot}. Choose another transport there."));
        }
    }

    private static IReadOnlyList<string> NotChecked(WholeConfiguration? whole, IReadOnlyList<TransportReport> transports) =>
    [
        .. whole is { KnowsHandlers: false }
            ? (string[])["Handlers, and events in no catalogue here (--events): only the application knows them. 'myapp omnibus doctor' checks them too, and shows the application's own dependencies instead of this tool's."]
            : [],
        .. whole?.Bus is { Transport: null } ? (string[])["Omnibus:Transport is none: the bus is switched off."] : [],
        .. transports.Where(transport => transport.Loads && !transport.Asked).Select(transport => $"Whether the broker of '{transport.Name}' answers: its driver cannot be asked (no IProbe)."),
    ];

    /// <summary>Every transport that the configuration names.</summary>
    private static IEnumerable<string> Named(Installed installed, BusConfiguration? bus) => installed.Names
        .Concat(installed.Section("Publish").GetChildren().Concat(installed.Section("Consume").GetChildren()).Select(entry => entry["Transport"]).OfType<string>())
        .Concat(bus?.Transports.Keys ?? [])
        .Where(name => !TransportNames.IsNone(name))
        .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
}
