using System.Runtime.InteropServices;
using Confluent.Kafka;
using Omnibus.Kafka.Native;

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>librdkafka's mock cluster of one broker, for answers that a real one gives only at the worst moment.</summary>
internal sealed unsafe partial class MockKafka : IDisposable
{
    private readonly nint _client;
    private readonly nint _cluster;

    static MockKafka()
    {
        KafkaLibrary.Load("");
        NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, static (name, _, _) => Librdkafka.Resolve(name, typeof(Library).Assembly));
    }

    public MockKafka(string topic, int partitions)
    {
        var configuration = Librdkafka.NewConfiguration();
        Librdkafka.SetLog(configuration, 0);
        _client = Librdkafka.New(0, configuration, null, 0);
        _cluster = NewCluster(_client, 1);
        BootstrapServers = Marshal.PtrToStringUTF8((nint)Bootstraps(_cluster))!;
        Assert.Equal(0, CreateTopic(_cluster, topic, partitions, 1));
    }

    /// <summary>What the broker can be told to answer to.</summary>
    public enum Request : short
    {
        OffsetCommit = 8,
    }

    public string BootstrapServers { get; }

    /// <summary>Has the next requests of a kind answered with these errors, one each.</summary>
    public void Refuse(Request request, params ErrorCode[] errors)
    {
        var codes = errors.Select(error => (int)error).ToArray();
        fixed (int* first = codes)
        {
            PushErrors(_cluster, (short)request, (nuint)codes.Length, first);
        }
    }

    public void Dispose()
    {
        DestroyCluster(_cluster);
        Librdkafka.DestroyClient(_client);
    }

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(nint cluster);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial byte* Bootstraps(nint cluster);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Librdkafka.Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short request, nuint count, int* errors);
}
