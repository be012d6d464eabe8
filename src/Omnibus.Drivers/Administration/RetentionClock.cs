namespace Omnibus.Drivers;

/// <summary>
/// The time of day, for deciding what is old enough to be removed. A clock that is put forward makes everything look old at once, also the groups that
/// live; here the jump counts only after <see cref="Patience"/>, by which time those groups have been seen again. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RetentionClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _believed = time.GetUtcNow();
    private long _believedAt = time.GetTimestamp();
    private long? _aheadSince;

    /// <summary>So long a jump forward is not believed; what is less than that is no jump.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Now. Goes back where the clock does: too little is removed then, for as long as the clock is behind.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());
                var expected = _believed + time.GetElapsedTime(_believedAt, stamp);
                if (wall > expected + Patience && time.GetElapsedTime(_aheadSince ??= stamp, stamp) < Patience)
                {
                    return expected;
                }

                (_believed, _believedAt, _aheadSince) = (wall, stamp, null);
                return wall;
            }
        }
    }
}
