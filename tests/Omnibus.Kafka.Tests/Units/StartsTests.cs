using Omnibus.Drivers;
using Omnibus.Kafka.Consuming;

namespace Omnibus.Kafka.Tests.Units;

/// <summary>Where a group that is new to a partition begins.</summary>
public sealed class StartsTests
{
    private static readonly TopicPartition s_known = new("topic", 0);
    private static readonly TopicPartition s_added = new("topic", 1);

    [Fact]
    public void Each_kind_of_start_has_its_offset()
    {
        Assert.Equal(10, With(StartPoint.Earliest).For(s_known));
        Assert.Equal(50, With(StartPoint.Latest).For(s_known));
        Assert.Equal(30, With(StartPoint.From(new Position(0, 30))).For(s_known));
        Assert.Equal(31, With(StartPoint.From(new Position(0, 30, 2))).For(s_known));
    }

    [Fact]
    public void A_position_outside_of_what_is_stored_becomes_the_nearest_inside()
    {
        Assert.Equal(10, With(StartPoint.From(new Position(0, 3))).For(s_known));
        Assert.Equal(50, With(StartPoint.From(new Position(0, 300))).For(s_known));
    }

    [Fact]
    public void A_partition_that_was_not_there_is_read_whole() => Assert.Equal(0, With(StartPoint.Latest).For(s_added));

    private static Starts With(StartPoint start) => new(
        start, [s_known], new Dictionary<TopicPartition, long> { [s_known] = 10 }, new Dictionary<TopicPartition, long> { [s_known] = 50 });
}
