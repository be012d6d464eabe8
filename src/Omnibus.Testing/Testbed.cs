using Microsoft.Extensions.Configuration;
using Omnibus.Configuration;
using Omnibus.Hosting;
using Omnibus.Pipeline;

namespace Omnibus.Testing;

/// <summary>Stands around the buses of all hosts of one test.</summary>
internal sealed class Testbed(string name) : ITestbed
{
    private readonly List<BusRuntime> _runtimes = [];

    public Ledger Ledger { get; } = new();

    public Record Record { get; } = new();

    /// <summary>The buses of the hosts that run now, in the order in which they began.</summary>
    public IReadOnlyList<BusRuntime> Runtimes
    {
        get
        {
            lock (_runtimes)
            {
                return [.. _runtimes];
            }
        }
    }

    public IConfiguration Configure(IConfiguration configuration, BusRegistrations registrations) =>
        MemoryConfiguration.Of(configuration, registrations, name);

    public void Started(BusRuntime bus)
    {
        lock (_runtimes)
        {
            _runtimes.Add(bus);
        }

        foreach (var group in GroupsOf(bus.Configuration))
        {
            Ledger.Join(group);
        }
    }

    public void Stopped(BusRuntime bus)
    {
        lock (_runtimes)
        {
            _runtimes.Remove(bus);
        }

        foreach (var group in GroupsOf(bus.Configuration))
        {
            Ledger.Leave(group);
        }
    }

    public void Ended(BusConfiguration bus, ConsumerConfiguration consumer, DeliveryWork work)
    {
        Record.Add(work);
        var context = work.Context;
        Ledger.Ended(consumer.Group, Place.Of(bus, consumer.Transport, context.Topic, context.Partition, context.Position));
    }

    private static IEnumerable<Ledger.Group> GroupsOf(BusConfiguration bus) =>
        from consumer in bus.Consumers
        from topic in consumer.Topics
        select new Ledger.Group(consumer.Group, Place.StoreOf(bus, consumer.Transport), bus.FullName(topic));
}
