using Omnibus.Drivers;
using Omnibus.Tests.Configuration;

namespace Omnibus.Tests.Hosting;

/// <summary>The fakes of the configuration tests, as types that an application can name.</summary>
internal abstract class NamedFactory(FakeFactory factory) : ITransportFactory
{
    public TransportInfo Info => factory.Info;

    public IReadOnlyList<SettingInfo> Settings => factory.Settings;

    public ITransport Create(TransportSettings settings, TransportHost host) => factory.Create(settings, host);
}

internal sealed class QueueFactory() : NamedFactory(FakeFactories.Queue());

internal sealed class SqliteFactory() : NamedFactory(FakeFactories.Sqlite());
