using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

/// <summary>A bus file of its own for a test, with the calls that tests repeat.</summary>
public sealed class TestBus : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ITransport> _transports = [];

    public TestBus(TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        Transport = Open(time ?? TimeProvider.System, settings);
    }

    public string Path => _folder.File("bus.db");

    public ITransport Transport { get; }

    /// <summary>What the transports reported.</summary>
    public Notices Notices { get; } = new();

    /// <summary>Another user of the same file.</summary>
    public ITransport Open(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)).Append(new("Path", Path));
        var host = new TransportHost { TimeProvider = time, Notices = Notices, Service = "test", Instance = "test" };
        var transport = new SqliteFactory().Create(new TransportSettings("test", "Omnibus:Transports:test", values), host);
        _transports.Add(transport);
        return transport;
    }

    public Task CreateAsync(string topic, int partitions = 1, TimeSpan? retention = null) => Transport.CreateAsync(topic, partitions, retention);

    /// <summary>Sends texts as one batch.</summary>
    public async Task<IReadOnlyList<WorkerRecord>> SendAsync(string topic, params string[] texts)
    {
        await using var producer = await Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        return await SendAsync(producer, [.. texts.Select(text => new WorkerRecord(topic, null, Encoding.UTF8.GetBytes(text), partition: 0))]);
    }

    public static async Task<IReadOnlyList<WorkerRecord>> SendAsync(IProducerDriver producer, params WorkerRecord[] records)
    {
        await producer.SendAsync(records.ToArray<OutgoingRecord>(), TestContext.Current.CancellationToken);
        Assert.All(records, record => Assert.Null(record.Failure));
        return records;
    }

    /// <summary>A consumer of a group that owns every partition of a topic, under epochs of its own.</summary>
    public async Task<Reader> JoinAsync(string group, string topic, StartPoint? start = null, string owner = "reader", ITransport? transport = null)
    {
        var store = (ILeaseStore)(transport ?? Transport);
        await store.PrepareAsync(group, [topic], start ?? StartPoint.Earliest, TestContext.Current.CancellationToken);
        var description = (await ((ITopicAdministrator)store).DescribeAsync(topic, TestContext.Current.CancellationToken))!;
        var states = await store.ListAsync(group, TestContext.Current.CancellationToken);
        var consumer = await (transport ?? Transport).OpenConsumerAsync(
            new ConsumerRequest { Group = group, Topics = [topic], Coordination = Coordination.Leases }, TestContext.Current.CancellationToken);
        var leases = new List<Lease>();
        foreach (var partition in description.Partitions)
        {
            var name = LeaseName.Of(group, new TopicPartition(topic, partition.Partition));
            var held = states.FirstOrDefault(state => state.Name == name);
            var claim = new LeaseClaim(name, owner, TimeSpan.FromSeconds(10), held.Owner is null ? null : held);
            var grant = (await store.TryAcquireAsync(claim, TestContext.Current.CancellationToken))!.Value;
            leases.Add(new Lease(name, owner, grant.Epoch));
            ((IAssignableConsumer)consumer).Assign([new Assignment(name.Partition!.Value, grant.Position, grant.Epoch)]);
        }

        return new Reader(consumer, leases);
    }

    public async Task<GroupDescription> DescribeAsync(string group) =>
        (await ((IGroupAdministrator)Transport).DescribeGroupAsync(group, TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }

        _folder.Dispose();
    }
}
