using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Redis;

namespace Omnibus.OpenEdx.Tests.Vectors;

/// <summary>How the transports lay records out. They connect to nothing.</summary>
internal static class Transports
{
    public static WireFormat Redis { get; } = Of(new RedisFactory(), ("Url", "redis://localhost"));

    public static WireFormat Kafka { get; } = Of(new KafkaFactory(), ("BootstrapServers", "localhost:9092"));

    private static WireFormat Of(ITransportFactory factory, (string Name, string? Value) setting) => factory.Create(
        new TransportSettings("main", "Omnibus:Transports:main", [KeyValuePair.Create(setting.Name, setting.Value)]),
        new TransportHost { TimeProvider = TimeProvider.System, Notices = new Unheard(), Service = "tests", Instance = "tests" }).Wire;

    private sealed class Unheard : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string? place = null, Exception? exception = null)
        {
        }
    }
}
