using System.Reflection;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>What a transport declares is so, no more and no less.</summary>
internal static class FactCases
{
    private static readonly Type[] s_ofTransport =
        [typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ILeaseStore), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe)];

    private static readonly Type[] s_ofConsumer =
        [typeof(ISeekableConsumer), typeof(IPausableConsumer), typeof(IAssignableConsumer), typeof(IExtendableConsumer)];

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Facts")
        .Add("The abilities that are declared are those that are there", DeclaresAbilitiesAsync)
        .Add("Coordination needs abilities, and they are there", CoordinatesAsync)
        .Add("Records that are declared durable survive the closing of every connection", Needs.Durability, IsDurableAsync)
        .Add("Positions and groups that are declared durable survive it too", Needs.Durability, PositionsAreDurableAsync)
        .Add("The assembly says which transport it is, and the facts say the same", SaysWhoItIsAsync)
        .Add("Every setting that is read is described", DescribesSettingsAsync)
        .Add("A whole batch of the declared size is taken", TakesWholeBatchAsync)
        .Add("The longest topic name that the rule allows works, with every character that it allows", Needs.Ability<ITopicAdministrator>(), TakesLongNamesAsync)
        .Cases;

    private static async Task DeclaresAbilitiesAsync(ConformanceRun run)
    {
        var consumers = new List<IConsumerDriver>();
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        foreach (var way in Ways(run.Info.Coordination))
        {
            consumers.Add((await Reader.OpenAsync(
                run,
                run.Transport,
                new ReadRequest { Topics = [topic], Group = way == Coordination.None ? null : run.NewGroup(), Coordination = way, DoNotWait = true, Partitions = [] })
                .ConfigureAwait(false)).Consumer);
        }

        IEnumerable<Type> there =
        [
            .. s_ofTransport.Where(ability => ability.IsInstanceOfType(run.Transport)),
            .. s_ofConsumer.Where(ability => consumers.Any(ability.IsInstanceOfType)),
        ];
        Check.SameMembers(there.Select(ability => ability.Name), run.Info.Abilities.Select(ability => ability.Name), "Declared abilities against those that are there");
    }

    private static async Task CoordinatesAsync(ConformanceRun run)
    {
        Check.That(run.Info.Coordination != Coordination.None, "The transport declares no way to coordinate a group.");
        if (run.Info.Coordination.HasFlag(Coordination.Leases))
        {
            Check.That(run.Info.Has<ILeaseStore>() && run.Info.Has<IAssignableConsumer>(), "Leases need a lease store, and consumers that can be assigned.");
        }

        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        foreach (var way in Ways(run.Info.Coordination))
        {
            var reader = await Reader.OpenAsync(
                run,
                run.Transport,
                new ReadRequest { Topics = [topic], Group = way == Coordination.None ? null : run.NewGroup(), Coordination = way, DoNotWait = true, Partitions = [] })
                .ConfigureAwait(false);
            var model = way == Coordination.Shared ? SettlementModel.Individual : SettlementModel.Cumulative;
            Check.That(way == Coordination.None || reader.Consumer.Settlement == model, $"With coordination {way} settlement is {reader.Consumer.Settlement}, not {model}.");
            Check.That(way == Coordination.Shared || reader.Consumer.Ordered, $"With coordination {way} the consumer says that its deliveries are not ordered.");
        }
    }

    private static async Task IsDurableAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 20).ConfigureAwait(false);
        await run.CloseAllAsync().ConfigureAwait(false);

        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var received = await reader.TakeAsync(sent.Count).ConfigureAwait(false);
        History.CheckPartitions(sent, received, mayRepeat: false);
    }

    private static async Task PositionsAreDurableAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(10)).ConfigureAwait(false);
        foreach (var way in Ways(run.Info.Coordination).Where(way => way != Coordination.None))
        {
            var group = run.NewGroup();
            var before = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            var received = await before.TakeAsync(4).ConfigureAwait(false);
            await before.AcknowledgeAsync(received).ConfigureAwait(false);
            await run.CloseAllAsync().ConfigureAwait(false);

            var after = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            Check.SameMembers(
                ConformanceRun.Numbers(10).Except(received.Select(record => record.Text)),
                (await after.TakeAsync(6).ConfigureAwait(false)).Select(record => record.Text),
                $"What came with coordination {way} after every connection was closed");
        }
    }

    private static Task SaysWhoItIsAsync(ConformanceRun run)
    {
        var factory = run.Harness.Factory.GetType();
        var says = factory.Assembly.GetCustomAttributes<TransportAttribute>().Where(attribute => attribute.Factory == factory).ToList();
        if (says.Count == 0 && !factory.IsPublic)
        {
            throw new NotAskedException("the factory is not public: a test's own");
        }

        Check.Equal(1, says.Count, $"[assembly: Transport(…, typeof({factory.Name}))] in {factory.Assembly.GetName().Name}");
        Check.Equal(says[0].Name, run.Info.Name, "The name in the facts against the assembly's");
        Check.That(run.Info.Name.Length > 0 && !run.Info.Name.Any(char.IsUpper), $"'{run.Info.Name}' is not a lower case name.");
        Check.Equal(1, says[0].ContractVersion, "The version of the contract");
        return Task.CompletedTask;
    }

    private static async Task DescribesSettingsAsync(ConformanceRun run)
    {
        var settings = new TransportSettings("conformance", "Omnibus:Transports:conformance", run.Harness.Settings);
        var transport = run.Closing(run.Harness.Factory.Create(settings, run.NewHost()));
        await transport.DisposeAsync().ConfigureAwait(false);
        var described = run.Harness.Factory.Settings;
        bool IsDescribed(string name) => described.Any(setting =>
            string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase)
            || (setting.Kind == SettingKind.Section && name.StartsWith(setting.Name + ":", StringComparison.OrdinalIgnoreCase)));
        Check.SameMembers([], settings.Known.Where(name => !IsDescribed(name)), "Settings that are read and not described");
        Check.SameMembers([], settings.Unread(), "Settings of the harness that are not read");
        foreach (var setting in described)
        {
            Check.That(setting.Description.EndsWith('.'), $"The description of setting {setting.Name} is not a sentence: '{setting.Description}'.");
        }

        Check.Equal(described.Count, described.Select(setting => setting.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count(), "Different names of settings");
    }

    private static async Task TakesWholeBatchAsync(ConformanceRun run)
    {
        Check.That(run.Info.MaxBatch > 0, $"MaxBatch is {run.Info.MaxBatch}.");
        var count = Math.Min(run.Info.MaxBatch, 10_000);
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var sent = await sender.TrySendAsync([.. ConformanceRun.Numbers(count).Select(body => new Sample(topic) { Body = System.Text.Encoding.UTF8.GetBytes(body) })])
            .ConfigureAwait(false);
        Check.Equal(0, sent.Count(record => record.Failure is not null), $"Records of a batch of {count} that were not stored");
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        History.CheckPartitions(sent, await reader.TakeAsync(count).ConfigureAwait(false), mayRepeat: false);
    }

    private static async Task TakesLongNamesAsync(ConformanceRun run)
    {
        var names = run.Info.TopicNames;
        var unique = Guid.NewGuid().ToString("N");
        var name = (unique + (names.Punctuation ?? " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ä€")).PadRight(names.MaxLength, 'x');
        while (System.Text.Encoding.UTF8.GetByteCount(name) > names.MaxLength)
        {
            name = name[..^1];
        }

        Check.Equal(null, names.WhyNot(name), "Why the rule refuses the name");
        var administrator = (ITopicAdministrator)run.Transport;
        await administrator.CreateAsync(new TopicSpecification(name) { Partitions = 1 }, run.Stop).ConfigureAwait(false);
        await run.SendAsync(name, ["hello"]).ConfigureAwait(false);
        var reader = await run.ReadAsync(name).ConfigureAwait(false);
        Check.Equal("hello", (await reader.TakeAsync(1).ConfigureAwait(false))[0].Text, "What came through the longest name");
        await reader.LeaveAsync().ConfigureAwait(false);
        await administrator.DeleteAsync(name, run.Stop).ConfigureAwait(false);
    }

    private static IEnumerable<Coordination> Ways(Coordination declared) =>
        ((Coordination[])[Coordination.None, Coordination.Broker, Coordination.Leases, Coordination.Shared]).Where(way => declared.HasFlag(way));
}
