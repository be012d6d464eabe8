using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

internal static class Bus
{
    public static ITransport Open(string servers, params (string Property, string Value)[] client)
    {
        var settings = client.ToDictionary(entry => $"Client:{entry.Property}", entry => (string?)entry.Value);
        settings["BootstrapServers"] = servers;
        var host = new TransportHost { TimeProvider = TimeProvider.System, Notices = new Silent(), Service = "worker", Instance = $"worker-{Environment.ProcessId}" };
        return new KafkaFactory().Create(new TransportSettings("main", "Omnibus:Transports:main", settings), host);
    }

    private sealed class Silent : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
        }
    }
}

/// <summary>Takes what the group gives, and gives nothing back that is not settled.</summary>
internal sealed class Taker : IPartitionOwner
{
    public void Assigned(IReadOnlyList<Assignment> assignments)
    {
    }

    public ValueTask<IReadOnlyList<Settlement>> RevokingAsync(IReadOnlyList<TopicPartition> partitions) => new([]);

    public void Lost(IReadOnlyList<TopicPartition> partitions)
    {
    }
}
