using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Topics are made, described and removed; the store is looked at.</summary>
internal static class AdministrationCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Administration")
        .Add("A topic is made once, and keeps the partitions that it was made with", Needs.Ability<ITopicAdministrator>(), MakesOnceAsync)
        .Add("Topics are listed in order, described, and removed with everything in them", Needs.Ability<ITopicAdministrator>(), ListsAndRemovesAsync)
        .Add("A description says where a topic begins and ends, and how much is in it", Needs.Ability<ITopicAdministrator>(), DescribesAsync)
        .Add("A name that the rule refuses is refused by the broker too", Needs.Ability<ITopicAdministrator>(), RefusesNamesAsync)
        .Add("A probe says what it found, and changes nothing", Needs.Ability<IProbe>(), ProbesAsync)
        .Cases;

    private static async Task MakesOnceAsync(ConformanceRun run)
    {
        var administrator = (ITopicAdministrator)run.Transport;
        var topic = run.Harness.NewTopicName();
        var partitions = run.Harness.Partitions;
        Check.That(
            await administrator.CreateAsync(new TopicSpecification(topic) { Partitions = partitions }, run.Stop).ConfigureAwait(false),
            "A new topic is said to have been there.");
        Check.That(
            !await administrator.CreateAsync(new TopicSpecification(topic) { Partitions = partitions + 1 }, run.Stop).ConfigureAwait(false),
            "A topic that was there is said to have been made.");
        var description = await ((ITopicAdministrator)run.Open()).DescribeAsync(topic, run.Stop).ConfigureAwait(false);
        Check.That(description is not null, "A topic that was made is not there for another connection.");
        Check.Sequence(Enumerable.Range(0, partitions), description.Partitions.Select(partition => partition.Partition), "The topic's partitions");
        if (run.Info.DefaultPartitions is { } byDefault)
        {
            var plain = run.Harness.NewTopicName();
            await administrator.CreateAsync(new TopicSpecification(plain), run.Stop).ConfigureAwait(false);
            var plainly = await administrator.DescribeAsync(plain, run.Stop).ConfigureAwait(false);
            Check.Equal(byDefault, plainly!.Partitions.Count, "The partitions of a topic that was made without a number");
        }
    }

    private static async Task ListsAndRemovesAsync(ConformanceRun run)
    {
        var administrator = (ITopicAdministrator)run.Transport;
        var names = new[] { await run.NewTopicAsync().ConfigureAwait(false), await run.NewTopicAsync().ConfigureAwait(false) };
        await run.SendAsync(names[0], ["old"]).ConfigureAwait(false);
        var listed = await administrator.ListAsync(run.Stop).ConfigureAwait(false);
        Check.Sequence(listed.Order(StringComparer.Ordinal), listed, "The list of topics, in ordinal order");
        Check.SameMembers(names, listed.Intersect(names), "New topics in the list");

        Check.That(await administrator.DeleteAsync(names[0], run.Stop).ConfigureAwait(false), "A topic that was there is said not to have been.");
        await GoneAsync(run, administrator, names[0]).ConfigureAwait(false);
        Check.That(!await administrator.DeleteAsync(names[0], run.Stop).ConfigureAwait(false), "A removed topic was removed once more.");
        Check.That(!(await administrator.ListAsync(run.Stop).ConfigureAwait(false)).Contains(names[0]), "A removed topic is still listed.");

        await run.Harness.CreateTopicAsync(run.Transport, new TopicSpecification(names[0]) { Partitions = 1 }, run.Stop).ConfigureAwait(false);
        await run.SendAsync(names[0], ["new"]).ConfigureAwait(false);
        var reader = await run.ReadAsync(names[0]).ConfigureAwait(false);
        Check.Equal("new", (await reader.TakeAsync(1).ConfigureAwait(false))[0].Text, "The first record of a topic that was removed and made again");
    }

    private static async Task DescribesAsync(ConformanceRun run)
    {
        var administrator = (ITopicAdministrator)run.Transport;
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(7), partition: 0).ConfigureAwait(false);
        var description = await administrator.DescribeAsync(topic, run.Stop).ConfigureAwait(false);
        Check.That(description is not null, "A topic that was made is not there.");
        var used = description.Partitions[0];
        Check.That(used.First <= sent[0].Position, $"The first record is at {sent[0].Position} and the description begins at {used.First}.");
        Check.That(used.End > sent[6].Position, $"The last record is at {sent[6].Position} and the description ends at {used.End}.");
        Check.That(used.Count is null or 7, $"7 records were stored and the description counts {used.Count}.");
        if (description.Partitions.Count > 1)
        {
            Check.That(description.Partitions[1].Count is null or 0, $"An empty partition is said to hold {description.Partitions[1].Count} records.");
        }
    }

    private static async Task RefusesNamesAsync(ConformanceRun run)
    {
        var administrator = (ITopicAdministrator)run.Transport;
        foreach (var name in (string[])["", new string('x', run.Info.TopicNames.MaxLength + 1), "bell\a"])
        {
            Check.That(run.Info.TopicNames.WhyNot(name) is not null, $"The rule allows the name '{name}'.");
            Exception? failure = null;
            try
            {
                await administrator.CreateAsync(new TopicSpecification(name) { Partitions = 1 }, run.Stop).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            Check.That(failure is not null, $"A topic was made with a name of {name.Length} characters that the rule refuses.");
            Check.Equal(FaultCode.InvalidArgument, run.Transport.Classify(failure), $"The code of {failure.GetType().Name}: {failure.Message}");
        }
    }

    private static async Task ProbesAsync(ConformanceRun run)
    {
        var before = run.Transport is ITopicAdministrator topics ? await topics.ListAsync(run.Stop).ConfigureAwait(false) : [];
        var result = await run.WithinAsync(((IProbe)run.Transport).ProbeAsync(run.Stop).AsTask(), "A probe").ConfigureAwait(false);
        Check.That(result.Server.Length > 0 && result.Address.Length > 0, "The probe does not say what it found, and where.");
        Check.SameMembers([], result.MissingPermissions, "Missing permissions");
        var use = new ProbeUse { Topics = [new(run.Harness.NewTopicName()) { Publishes = true, Consumes = true, Creates = true }], Groups = [run.NewGroup()] };
        var told = await run.WithinAsync(((IProbe)run.Transport).ProbeAsync(use, run.Stop).AsTask(), "A probe that is told what the bus does").ConfigureAwait(false);
        Check.SameMembers([], told.MissingPermissions, "Missing permissions for one topic and one group");
        var after = run.Transport is ITopicAdministrator again ? await again.ListAsync(run.Stop).ConfigureAwait(false) : [];
        Check.Sequence(before, after, "The topics after the probe against those before");
    }

    // Some brokers remove in the background.
    private static async Task GoneAsync(ConformanceRun run, ITopicAdministrator administrator, string topic)
    {
        var deadline = run.Deadline();
        while (await administrator.DescribeAsync(topic, run.Stop).ConfigureAwait(false) is not null)
        {
            Check.That(!deadline.Passed, $"A removed topic is still described after {run.Patience.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), run.Clock, run.Stop).ConfigureAwait(false);
        }
    }
}
