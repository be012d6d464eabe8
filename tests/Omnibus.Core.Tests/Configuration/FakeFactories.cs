using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

internal static class FakeFactories
{
    /// <summary>A log whose broker coordinates, with strict topic names and settings of every kind.</summary>
    public static FakeFactory Broker() => new(
        new TransportInfo("broker")
        {
            Coordination = Drivers.Coordination.Broker,
            Abilities = [typeof(ITopicAdministrator), typeof(ITimeIndex)],
            TopicNames = new TopicNames(60) { Punctuation = "._-", Reserved = ["."] },
            Durable = true,
        },
        new SettingInfo("Url", SettingKind.Text, "Set it to the address of the broker.") { Required = true, Secret = true },
        new SettingInfo("Size", SettingKind.Bytes, "How much is read at once."),
        new SettingInfo("Wait", SettingKind.Duration, "How long it waits."),
        new SettingInfo("Tries", SettingKind.Integer, "How often it tries."),
        new SettingInfo("Secure", SettingKind.Boolean, "Whether the connection is encrypted."),
        new SettingInfo("Security", SettingKind.Choice, "How it is encrypted.") { Choices = ["Plain", "Tls"] },
        new SettingInfo("Client", SettingKind.Section, "Properties of the client."));

    /// <summary>A queue whose consumers share single records; it administers nothing and finds nothing by time.</summary>
    public static FakeFactory Queue() => new(
        new TransportInfo("queue")
        {
            Coordination = Drivers.Coordination.Shared,
            Abilities = [],
            TopicNames = new TopicNames(200),
            Durable = true,
        });

    /// <summary>A file, as the driver that Development uses.</summary>
    public static FakeFactory Sqlite() => new(
        new TransportInfo("sqlite")
        {
            Coordination = Drivers.Coordination.Leases,
            Abilities = [typeof(ITopicAdministrator), typeof(ITimeIndex), typeof(ILeaseStore), typeof(IAssignableConsumer)],
            TopicNames = new TopicNames(200),
            Durable = true,
        },
        new SettingInfo("Path", SettingKind.Path, "The file.") { Default = "somewhere/bus.db" });
}
