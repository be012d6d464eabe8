using System.Collections.Frozen;
using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Reads <c>Omnibus:Consume</c>. Consumers are those that the code registers; a section only says how one works.</summary>
internal sealed class ConsumerReader(
    BusRegistrations registrations, string service, TransportNaming naming, EventTopics eventTopics, ConfigurationProblems problems)
{
    private const string Consume = "Consume";
    private const string Start = "Start";

    public IReadOnlyList<ConsumerDraft> Read(OptionReader root)
    {
        var sections = root.Sections(Consume).ToDictionary(section => section.Name, StringComparer.OrdinalIgnoreCase);
        var drafts = new List<ConsumerDraft>();
        foreach (var registration in registrations.Consumers)
        {
            if (!sections.Remove(registration.Name, out var section))
            {
                section = new OptionSection(registration.Name, root.PathOf($"{Consume}:{registration.Name}"), []);
            }

            drafts.Add(Read(registration, OptionReader.Of(section, problems)));
        }

        foreach (var section in sections.Values)
        {
            ReportStranger(section);
        }

        return drafts;
    }

    private ConsumerDraft Read(ConsumerRegistration registration, OptionReader options)
    {
        var enabled = options.Boolean("Enabled", true);
        var (transport, entry) = naming.Read(options, use: enabled);
        var topics = options.List("Topics");
        var ordering = options.Choice("Ordering", Ordering.Partition);
        var consumer = new ConsumerConfiguration(registration.Name)
        {
            Topics = topics ?? TopicsOf(registration, transport),
            Transport = transport,
            Group = options.Text("Group") ?? $"{service}.{registration.Name}",
            Start = ReadStart(options),
            Ordering = ordering,
            Coordination = entry is null ? Drivers.Coordination.None : CoordinationChoice.For(ordering, entry.Factory.Info.Coordination),
            Concurrency = options.Integer("Concurrency", 1, Defaults.MostConcurrency) ?? Defaults.Concurrency,
            Retry = RetryReader.Read(options),
            HandlerTimeout = options.Duration("HandlerTimeout") ?? Defaults.HandlerTimeout,
            OnFailure = options.Choice("OnFailure", FailureAction.DeadLetter),
            OnUnhandled = options.Choice("OnUnhandled", UnhandledAction.Skip),
            Ignore = ReadIgnore(registration, options),
            DeadLetterMessages = options.Boolean("DeadLetterMessages", false),
        };
        options.ReportUnknown();

        // Where the bus is off nobody knows on which transport it would be: its facts cannot be asked for.
        return new ConsumerDraft(consumer, registration, naming.Off ? null : entry, options) { NamesTopics = topics is not null, Enabled = enabled };
    }

    private List<string> TopicsOf(ConsumerRegistration registration, string transport) =>
        [.. registration.Handlers.SelectMany(handler => eventTopics.Of(handler.Definition, transport)).Distinct(StringComparer.Ordinal)];

    /// <summary>What is ignored may be any service's event, known here or not; only what is handled cannot be meant.</summary>
    private static FrozenSet<string> ReadIgnore(ConsumerRegistration registration, OptionReader options)
    {
        const string Option = "Ignore";
        var ignored = options.List(Option) ?? [];
        foreach (var handler in registration.Handlers.Where(handler => ignored.Contains(handler.Definition.Type)).DistinctBy(handler => handler.Definition))
        {
            options.Problem(Option, $"'{handler.Definition.Type}' has the handler {handler.Name} here. Remove one of the two.");
        }

        return ignored.ToFrozenSet(StringComparer.Ordinal);
    }

    private static StartPoint ReadStart(OptionReader options)
    {
        if (options.Text(Start) is not { } text)
        {
            return StartPoint.Earliest;
        }

        if (StartPointReader.Read(text) is { } start)
        {
            return start;
        }

        options.Problem(Start, $"'{text}' is not a start. Write Earliest, Latest, a time such as 2026-01-31T08:00:00Z, or a position such as 1234.");
        return StartPoint.Earliest;
    }

    private void ReportStranger(OptionSection section)
    {
        var suggestion = NearestName.To(section.Name, registrations.Consumers.Select(consumer => consumer.Name)) is { } nearest
            ? $"Did you mean '{nearest}'? "
            : "";
        problems.Add(
            section.Path,
            $"no consumer of this name is registered, so that it has no handlers. {suggestion}Register it with Consumer(\"{section.Name}\").Handle, or remove the section.");
    }
}
