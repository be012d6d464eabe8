namespace Omnibus.Drivers;

/// <summary>Takes what a driver notices between calls: the core counts it, logs it and makes health from it. Safe on any thread.</summary>
public interface IDriverNotices
{
    /// <summary>Reports one kind of notice.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="count">How many times, or how many records.</param>
    /// <param name="place">Where: a topic, a partition, a server's address. No payload, no secret.</param>
    /// <param name="exception">The client's exception, if there is one.</param>
    void Report(NoticeCode code, long count, string place, Exception? exception = null);
}

/// <summary>What a driver may notice between calls.</summary>
public enum NoticeCode
{
    /// <summary>The connection was lost; the client is reconnecting.</summary>
    Disconnected,

    /// <summary>The connection is back.</summary>
    Reconnected,

    /// <summary>Records were removed by retention before this group had read them.</summary>
    Trimmed,

    /// <summary>The client reported an error that belongs to no call.</summary>
    ClientError,

    /// <summary>Somebody removes records by their number, and is about to reach what this group has not settled. The count is what is left between.</summary>
    RoomShrinks,

    /// <summary>Somebody outside Omnibus moved this group's position.</summary>
    ForeignPosition,

    /// <summary>A setting was understood but cannot be honoured here, and something slower or weaker is used instead.</summary>
    Degraded,
}
