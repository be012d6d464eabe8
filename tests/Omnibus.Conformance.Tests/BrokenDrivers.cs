using Omnibus.Conformance.Tests.Breaking;
using Omnibus.Conformance.Tests.Breaking.Patched;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Conformance.Tests.Healthy.Brokered;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests;

/// <summary>Every way to break a promise that the kit is held to notice.</summary>
internal static class BrokenDrivers
{
    public static IReadOnlyDictionary<string, BrokenDriver> Coordinated { get; } = new Dictionary<string, BrokenDriver>
    {
        [nameof(AcknowledgesEarly)] = new((memory, cable) => new AcknowledgesEarly(memory, cable), "What was not settled comes again, however its consumer ended"),
        [nameof(CancelLoses)] = new((memory, cable) => new CancelLoses(memory, cable), "A cancelled receive ends at once and loses nothing"),
        [nameof(ChecksThenActs)] = new((memory, cable) => new ChecksThenActs(memory, cable), "Of several that want one lease at the same moment exactly one gets it"),
        [nameof(ClosesOnce)] = new((memory, cable) => new ClosesOnce(memory, cable), "Closing twice and at the same moment is safe"),
        [nameof(ConfusesNothingWithEmpty)] = new(
            (memory, cable) => new ConfusesNothingWithEmpty(memory, cable), "An empty key, an empty body and no key or body at all are told apart"),
        [nameof(CutsLongBodies)] = new((memory, cable) => new CutsLongBodies(memory, cable), "A record of one megabyte comes back whole"),
        ["DeclaresTooMuch"] = new((memory, cable) => new HealthyTransport(memory, cable), "The abilities that are declared are those that are there")
        {
            Declare = info => info with { Abilities = [.. info.Abilities, typeof(IExtendableConsumer)] },
        },
        ["DeclaresTooLittle"] = new((memory, cable) => new HealthyTransport(memory, cable), "The abilities that are declared are those that are there")
        {
            Declare = info => info with { Abilities = [.. info.Abilities.Where(ability => ability != typeof(IProbe))] },
        },
        ["DeclaresDurability"] = new(
            (memory, cable) => new HealthyTransport(memory, cable), "Records that are declared durable survive the closing of every connection")
        {
            Declare = info => info with { Durable = true },
            AlsoCaught = new Dictionary<string, string>
            {
                ["Positions and groups that are declared durable survive it too"] = "one fact declares both",
                ["Schemas that are declared durable survive the closing of every connection"] = "one fact declares all three",
            },
        },
        [nameof(DoesNotFence)] = new((memory, cable) => new DoesNotFence(memory, cable), "A settlement under an old epoch is refused and moves nothing")
        {
            AlsoCaught = new Dictionary<string, string>
            {
                ["When one settlement is refused, all the others of the call are done"] = "nothing is refused",
            },
        },
        [nameof(DropsOnClose)] = new((memory, cable) => new DropsOnClose(memory, cable), "What a closed consumer had not settled goes to the others")
        {
            AlsoCaught = new Dictionary<string, string>
            {
                ["Readers that share, requeue and crash lose nothing"] = "its readers end while others are there, too",
            },
        },
        [nameof(EpochsStandStill)] = new((memory, cable) => new EpochsStandStill(memory, cable), "Epochs rise with every acquisition, also after a release"),
        [nameof(FindsTooLate)] = new((memory, cable) => new FindsTooLate(memory, cable), "The time index finds the first record of a time, and the end where there is none"),
        [nameof(ForgetsSettlements)] = new((memory, cable) => new ForgetsSettlements(memory, cable), "What was settled does not come again"),
        [nameof(ForgetsStoredPosition)] = new(
            (memory, cable) => new ForgetsStoredPosition(memory, cable), "A group that exists goes on where it is, whatever start is configured"),
        [nameof(HangsWhileWaiting)] = new(
            (memory, cable) => new HangsWhileWaiting(memory, cable), "A consumer that is closed while it waits ends, and the group goes on elsewhere")
        {
            AlsoCaught = new Dictionary<string, string>
            {
                ["Closing twice and at the same moment is safe"] = "it closes a consumer that waits",
            },
        },
        [nameof(IgnoresPosition)] = new((memory, cable) => new IgnoresPosition(memory, cable), "A new group that starts at a position begins with the record there"),
        [nameof(KeepsMembers)] = new((memory, cable) => new KeepsMembers(memory, cable), "A member's lease disappears when it is released"),
        [nameof(Leaks)] = new(
            (memory, cable) => new Leaks(memory, cable), "Every piece of rented memory is given back once its deliveries are released and everything is closed"),
        [nameof(LosesHeaders)] = new((memory, cable) => new LosesHeaders(memory, cable), "Headers keep their names, their bytes and their order"),
        [nameof(LosesPositions)] = new((memory, cable) => new LosesPositions(memory, cable), "Positions and groups that are declared durable survive it too")
        {
            Declare = info => info with { Durable = true },
            KeepsStore = true,
        },
        [nameof(LosesWhenCut)] = new((memory, cable) => new LosesWhenCut(memory, cable), "A consumer survives a broker that goes away and comes back, and loses nothing"),
        [nameof(MisclassifiesMissingTopics)] = new(
            (memory, cable) => new MisclassifiesMissingTopics(memory, cable), "Reading a topic that does not exist fails as not found"),
        [nameof(MixesGroups)] = new((memory, cable) => new MixesGroups(memory, cable), "Groups do not disturb each other"),
        [nameof(PauseLoses)] = new((memory, cable) => new PauseLoses(memory, cable), "A paused partition delivers nothing while the others go on, and loses nothing"),
        [nameof(PollsInsteadOfWaking)] = new((memory, cable) => new PollsInsteadOfWaking(memory, cable), "A receive that waits is woken by a record, not by a clock"),
        [nameof(ReadsBytesAsText)] = new((memory, cable) => new ReadsBytesAsText(memory, cable), "Bytes that are not text survive in keys, headers and bodies"),
        [nameof(RejectRequeues)] = new((memory, cable) => new RejectRequeues(memory, cable), "A rejected record does not come again"),
        [nameof(Reorders)] = new((memory, cable) => new Reorders(memory, cable), "Records of a partition come in the order in which they were stored"),
        [nameof(ReordersKeys)] = new((memory, cable) => new ReordersKeys(memory, cable), "Records of one key come in the order in which they were sent"),
        [nameof(RequeueDrops)] = new((memory, cable) => new RequeueDrops(memory, cable), "A requeued record comes again"),
        [nameof(ReusesMemory)] = new((memory, cable) => new ReusesMemory(memory, cable), "A delivery's bytes stay as they are until it is released"),
        [nameof(SeeksTooFar)] = new((memory, cable) => new SeeksTooFar(memory, cable), "A consumer goes to a position, backward and forward"),
        [nameof(SettlesNoneWhenFenced)] = new(
            (memory, cable) => new SettlesNoneWhenFenced(memory, cable), "When one settlement is refused, all the others of the call are done"),
        [nameof(SettlesSentTwice)] = new(
            (memory, cable) => new SettlesSentTwice(memory, cable), "Every record of a batch is settled exactly once, and flushing waits for all"),
        [nameof(StoresStartLate)] = new(
            (memory, cable) => new StoresStartLate(memory, cable), "A new group's start is stored for every partition before the first delivery"),
        [nameof(SwapsPartitions)] = new((memory, cable) => new SwapsPartitions(memory, cable), "Records of one key go to one partition, over every connection"),
        [nameof(TakesFromOthers)] = new((memory, cable) => new TakesFromOthers(memory, cable), "A second consumer takes nothing from the first")
        {
            CaughtByChance = new HashSet<string> { "Readers that share, requeue and crash lose nothing" },
        },
        [nameof(TakesOverBlindly)] = new((memory, cable) => new TakesOverBlindly(memory, cable), "A held lease is taken only from exactly the state that was seen"),
        [nameof(WaitsForMore)] = new((memory, cable) => new WaitsForMore(memory, cable), "A receive that has something does not wait for more"),
    };

    public static IReadOnlyDictionary<string, BrokenDriver> All => field ??=
        Coordinated.Concat(ReadingPatches.All).Concat(SettlementPatches.All).Concat(SendingPatches.All).Concat(DeclarationPatches.All).Concat(SchemaPatches.All).Concat(Brokered)
            .ToDictionary();

    /// <summary>Those whose broker coordinates.</summary>
    public static IReadOnlyDictionary<string, BrokenDriver> Brokered { get; } = new Dictionary<string, BrokenDriver>
    {
        [nameof(AsksAfterLoss)] = Over((inner, leases, topics, request) => new AsksAfterLoss(inner, leases, topics, request), "A member that was silent too long loses its partitions and settles nothing"),
        [nameof(AssignsLate)] = Over((inner, leases, topics, request) => new AssignsLate(inner, leases, topics, request), "A partition is assigned before its first delivery") with
        {
            AlsoCaught = new Dictionary<string, string>
            {
                ["A consumer that is closed while it waits ends, and the group goes on elsewhere"] = "it waits for the assignment, which comes with the next receive",
            },
        },
        [nameof(ClosesWithoutAsking)] = Over((inner, leases, topics, request) => new ClosesWithoutAsking(inner, leases, topics, request), "A consumer that closes is asked for settlements first"),
        [nameof(DropsRevokedSettlements)] = Over((inner, leases, topics, request) => new DropsRevokedSettlements(inner, leases, topics, request), "What a consumer returns while it gives partitions up is settled"),
        [nameof(SettlesWhatItDelivered)] = Over((inner, leases, topics, request) => new SettlesWhatItDelivered(inner, leases, topics, request), "What a consumer does not return comes to the next owner"),
    };

    private static BrokenDriver Over(Func<IConsumerDriver, ILeaseStore, ITopicAdministrator, ConsumerRequest, IConsumerDriver> wrap, string caught) =>
        new((memory, cable) => new BrokeredTransport(new HealthyTransport(memory, cable), wrap), caught) { Declare = BrokeredTransport.Declare };
}
