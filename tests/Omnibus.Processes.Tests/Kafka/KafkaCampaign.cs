using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;

namespace Omnibus.Processes.Tests.Kafka;

/// <summary>A cluster with ticks in it, workers that come and go, and what must be true of everything that they handled and committed.</summary>
internal sealed class KafkaCampaign : IAsyncDisposable
{
    private const string Group = "worker.ticker";
    private const int Keys = 17;
    private const int Partitions = 4;

    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(180);

    private readonly List<Worker> _workers = [];
    private readonly List<Worker> _living = [];
    private IHost? _publisher;

    private KafkaCampaign(KafkaCluster cluster) => Cluster = cluster;

    public KafkaCluster Cluster { get; }

    /// <summary>How many different ticks were handled so far.</summary>
    public int Seen => _workers.SelectMany(worker => worker.Handled).Select(one => one.Tick.Number).Distinct().Count();

    public int Living => _living.Count;

    public static async Task<KafkaCampaign> CreateAsync(int nodes, CancellationToken cancellationToken)
    {
        var campaign = new KafkaCampaign(await KafkaCluster.StartAsync(new KafkaClusterOptions { NeedsControl = true, Nodes = nodes }, cancellationToken));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "publisher" });

        // Waits for a broker that comes back: what fails is the bus, not the patience of the test.
        builder.Configuration.AddInMemoryCollection(
            campaign.Settings.Append("PublishTimeout=00:03:00").Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>($"Omnibus:{pair[0]}", pair[1])));
        builder.AddOmnibus();
        campaign._publisher = builder.Build();
        await campaign._publisher.StartAsync(cancellationToken);
        return campaign;
    }

    private IEnumerable<string> Settings =>
    [
        "Transport=kafka",
        $"Transports:kafka:BootstrapServers={Cluster.BootstrapServers}",
        "Transports:kafka:Client:session.timeout.ms=6000",
        "Transports:kafka:Client:heartbeat.interval.ms=500",
        $"Topics:ticks:Partitions={Partitions}",
    ];

    /// <summary>Publishes ticks from number 0 on.</summary>
    public async Task PublishAsync(int count)
    {
        var bus = _publisher!.Services.GetRequiredService<IEventBus>();
        foreach (var chunk in Enumerable.Range(0, count).Select(i => new Tick($"key-{i % Keys}", i)).Chunk(200))
        {
            await bus.PublishAsync(chunk);
        }
    }

    /// <summary>Adds a worker. Some of its work is slow, so that what is behind it is done before it.</summary>
    public async Task AddWorkerAsync()
    {
        var worker = await Worker.StartAsync([.. Settings, "Consume:ticker:Ordering=Key", "Slow=23"]);
        _workers.Add(worker);
        _living.Add(worker);
    }

    /// <summary>Kills a worker in the middle of what it does.</summary>
    public Task KillWorkerAsync(int which)
    {
        var worker = _living[which];
        _living.RemoveAt(which);
        return worker.KillAsync();
    }

    /// <summary>Waits until so many different ticks were handled.</summary>
    public Task UntilAsync(int count) => Until.HoldsAsync(() => Seen >= count, s_most, () => $"{Seen} of {count} handled");

    /// <summary>Ends the workers, and holds what they did against what was published and what the brokers have.</summary>
    public async Task EndAsync(int count)
    {
        await UntilAsync(count);
        await CommittedAsync(count);
        foreach (var worker in _living)
        {
            await worker.StopAsync();
        }

        var handled = _workers.SelectMany(worker => worker.Handled).ToList();
        Campaign.Check(handled, count);
        var commits = CommitLog.Read(Cluster.BootstrapServers, Group);
        CommitLog.Check(commits, handled);

        // And the log is that of this campaign: it ends where the topic does.
        Assert.Equal(count, commits.GroupBy(commit => commit.Partition).Sum(partition => partition.Max(commit => commit.Offset)));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{count} ticks, {handled.Count} deliveries, {_workers.Count} workers, {commits.Count} commits, none past unfinished work");
    }

    /// <summary>Waits until the group has committed all of it: what one worker lost, because it was slow, another handles again.</summary>
    private async Task CommittedAsync(int count)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Cluster.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        var committed = 0L;
        await Until.HoldsAsync(() => (committed = Committed(admin)) == count, s_most, () => $"{committed} of {count} committed");
    }

    private static long Committed(IAdminClient admin)
    {
        try
        {
            var groups = admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(Group, null)]).GetAwaiter().GetResult();
            return groups.Single().Partitions.Sum(partition => Math.Max(0, partition.Offset.Value));
        }
        catch (KafkaException)
        {
            // The group's coordinator is being chosen.
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        if (_publisher is not null)
        {
            await _publisher.StopAsync();
            _publisher.Dispose();
        }

        await Cluster.DisposeAsync();
    }
}
