using Omnibus.Drivers;
using Omnibus.Plugins.Lists;

[assembly: Transport(ListFactory.Name, typeof(ListFactory), ContractVersion = TransportAttribute.CurrentVersion)]

namespace Omnibus.Plugins.Lists;

/// <summary>A small transport over lists of Redis, compiled against one version of the client and then against another.</summary>
public sealed class ListFactory : ITransportFactory
{
#if REDIS1
    internal const string Name = "lists-1";
#else
    internal const string Name = "lists-2";
#endif

    public TransportInfo Info { get; } = new(Name) { Coordination = Coordination.Shared, Abilities = [], TopicNames = new TopicNames(200), Durable = false };

    public IReadOnlyList<SettingInfo> Settings { get; } = [new("Server", SettingKind.Text, "Where Redis is, host:port.") { Required = true }];

    public ITransport Create(TransportSettings settings, TransportHost host) => new ListTransport(settings.RequiredText("Server", "Set it to host:port."));
}
