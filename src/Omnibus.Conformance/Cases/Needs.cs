using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases;

/// <summary>Reasons for not asking a transport.</summary>
internal static class Needs
{
    /// <summary>Ways to coordinate in which every record of a partition comes in order and settlement is cumulative.</summary>
    public const Coordination Ordered = Drivers.Coordination.Broker | Drivers.Coordination.Leases;

    /// <summary>Every way to coordinate a group.</summary>
    public const Coordination AnyGroup = Ordered | Drivers.Coordination.Shared;

    /// <summary>One of these ways to coordinate.</summary>
    public static Func<TransportInfo, string?> Coordination(Coordination ways) => info =>
        (info.Coordination & ways) != Drivers.Coordination.None ? null : $"the transport coordinates by {info.Coordination}, not by {ways}";

    /// <summary>An optional interface.</summary>
    public static Func<TransportInfo, string?> Ability<TAbility>() => info =>
        info.Has<TAbility>() ? null : $"the transport declares no {typeof(TAbility).Name}";

    /// <summary>Records that outlive the process.</summary>
    public static string? Durability(TransportInfo info) => info.Durable ? null : "the transport does not declare its records durable";

    /// <summary>Several batches in flight.</summary>
    public static string? Pipelining(TransportInfo info) => info.IdempotentPipelining ? null : "the transport sends one batch at a time";

    /// <summary>All of several.</summary>
    public static Func<TransportInfo, string?> All(params Func<TransportInfo, string?>[] needs) => info =>
        needs.Select(need => need(info)).FirstOrDefault(reason => reason is not null);
}
