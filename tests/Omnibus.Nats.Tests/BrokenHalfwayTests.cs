using Omnibus.Brokers;
using Omnibus.Drivers;

namespace Omnibus.Nats.Tests;

/// <summary>What was begun and does not come to its end.</summary>
public sealed class BrokenHalfwayTests : IAsyncLifetime
{
    private const int Records = 10;
    private const int Middle = 4;

    private NatsServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static TransportHost Host { get; } = new() { TimeProvider = TimeProvider.System, Notices = new NoNotices(), Service = "halfway", Instance = "halfway-1" };

    private TransportSettings Settings => new("nats", "nats", new Dictionary<string, string?> { ["Url"] = _server!.Url });

    public async ValueTask InitializeAsync() => _server = await NatsServer.StartAsync(needsControl: true, Stop);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    [Fact]
    public Task Every_record_of_a_batch_is_settled_where_one_in_its_middle_cannot_be_read() =>
        BreakAsync(_ => throw new InvalidOperationException("unreadable"));

    [Fact]
    public Task Every_record_of_a_batch_is_settled_where_the_producer_is_closed_in_its_middle() => BreakAsync(producer => producer.DisposeAsync().AsTask());

    [Fact]
    public Task Every_record_of_a_batch_is_settled_where_the_connection_is_cut_in_its_middle() => BreakAsync(_ => _server!.KillAsync());

    [Fact]
    public async Task A_member_whose_joining_fails_does_not_answer_for_its_group()
    {
        await using var link = new NatsLink(NatsOptions.Read(Settings), Host);
        PullSource[] sources = [new("logins", 0) { Consumer = "work" }, new("no topic", 1) { Consumer = "work" }];

        await Assert.ThrowsAsync<ArgumentException>(async () => await Presence.BeginAsync(link, sources, "ghost", Stop));

        Assert.Empty(await Presence.AskAsync(await link.OpenAsync(Stop), "logins", "work", Stop));
    }

    /// <summary>Sends a batch, in the middle of which something happens, and sees how each record ends.</summary>
    private async Task BreakAsync(Func<IProducerDriver, Task> happens)
    {
        await using var transport = new NatsFactory().Create(Settings, Host);
        await ((ITopicAdministrator)transport).CreateAsync(new TopicSpecification("logins"), Stop);
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = TimeSpan.FromSeconds(3) }, Stop);
        var records = Enumerable.Range(0, Records)
            .Select(index => new Told(index == Middle ? () => Task.Run(() => happens(producer)).Wait(Stop) : () => { }))
            .ToArray();

        await producer.SendAsync(records, Stop).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.All(records, record => Assert.Equal(1, record.Settlements));
        Assert.All(records[Middle..], record => Assert.NotNull(record.Failure));
    }

    /// <summary>A record that does something when its headers are read for the first time.</summary>
    private sealed class Told(Action reading) : OutgoingRecord
    {
        private bool _isRead;

        public int Settlements { get; private set; }

        public Exception? Failure { get; private set; }

        public override string Topic => "logins";

        public override int? Partition => null;

        public override ReadOnlyMemory<byte>? Key => null;

        public override ReadOnlySpan<RecordHeader> Headers
        {
            get
            {
                if (!_isRead)
                {
                    _isRead = true;
                    reading();
                }

                return [];
            }
        }

        public override int HeadersBeforeBody => 0;

        public override ReadOnlyMemory<byte>? Body => "told"u8.ToArray();

        public override void Succeed(int partition, Position position) => Settlements++;

        public override void Fail(Exception exception, bool mayBeStored) => (Settlements, Failure) = (Settlements + 1, exception);
    }
}
