using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Testing;

/// <summary>Where one event is stored. Topics are full names: hosts may have different prefixes.</summary>
internal readonly record struct Place(string Store, string Topic, int Partition, Position Position)
{
    public static Place Of(BusConfiguration bus, string transport, string topic, int partition, Position position) =>
        new(StoreOf(bus, transport), bus.FullName(topic), partition, position);

    /// <summary>The default transport of every host is one store, whatever each calls it.</summary>
    public static string StoreOf(BusConfiguration bus, string transport) => transport == bus.Transport ? "" : transport;
}
