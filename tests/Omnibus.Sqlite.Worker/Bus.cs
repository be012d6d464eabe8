using Omnibus.Drivers;

namespace Omnibus.Sqlite.Worker;

/// <summary>A transport as an application would have it, without the core.</summary>
public static class Bus
{
    public static ITransport Open(string path, params (string Name, string Value)[] settings) => Open(path, TimeProvider.System, settings);

    public static ITransport Open(string path, TimeProvider time, params (string Name, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)).Append(new("Path", path));
        var host = new TransportHost { TimeProvider = time, Notices = new Notices(), Service = "worker", Instance = $"worker-{Environment.ProcessId}" };
        return new SqliteFactory().Create(new TransportSettings("sqlite", "Omnibus:Transports:sqlite", values), host);
    }

    public static async Task CreateAsync(this ITransport transport, string topic, int partitions = 1, TimeSpan? retention = null) =>
        await ((ITopicAdministrator)transport).CreateAsync(
            new TopicSpecification(topic) { Partitions = partitions, Retention = retention }, CancellationToken.None);

    public static async Task<IConsumerDriver> ReadAsync(this ITransport transport, string topic, StartPoint? start = null, TimeSpan? maxWait = null) =>
        await transport.OpenConsumerAsync(
            new ConsumerRequest
            {
                Group = null,
                Topics = [topic],
                Start = start ?? StartPoint.Earliest,
                Coordination = Coordination.None,
                MaxWait = maxWait ?? TimeSpan.FromMilliseconds(250),
            },
            CancellationToken.None);

    private sealed class Notices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null) =>
            Console.Error.WriteLine($"{code} {count} {place} {exception?.Message}");
    }
}
