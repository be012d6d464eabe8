namespace Omnibus.Drivers;

/// <summary>Ability of a transport: finds positions by time. On the transport and not on a consumer, because an idle group is moved without one.</summary>
public interface ITimeIndex
{
    /// <summary>
    /// The position of the first record of a partition that was stored at <paramref name="time"/> or later; the end of the partition where there is none.
    /// </summary>
    ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken);
}
