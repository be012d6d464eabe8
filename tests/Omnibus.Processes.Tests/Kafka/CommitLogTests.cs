using Xunit.Sdk;

namespace Omnibus.Processes.Tests.Kafka;

/// <summary>The check itself: a wrong commit is found.</summary>
public sealed class CommitLogTests
{
    [Fact]
    public void A_commit_of_work_that_was_finished_before_it_is_right() => CommitLog.Check([new(0, 0, 90), new(0, 2, 120), new(0, 3, 130)], Finished(100, 120, 130));

    [Fact]
    public void A_commit_past_work_that_was_never_finished_is_found() =>
        Assert.ThrowsAny<XunitException>(() => CommitLog.Check([new(0, 2, 200), new(0, 4, 200)], Finished(100, 120, 130)));

    [Fact]
    public void A_commit_past_work_that_was_finished_later_is_found() =>
        Assert.ThrowsAny<XunitException>(() => CommitLog.Check([new(0, 3, 140)], Finished(100, 150, 130)));

    [Fact]
    public void A_commit_past_work_in_a_partition_of_which_nothing_was_finished_is_found() =>
        Assert.ThrowsAny<XunitException>(() => CommitLog.Check([new(1, 1, 200)], Finished(100)));

    private static IEnumerable<Handled> Finished(params long[] times) => times.Select((time, offset) => new Handled(new Tick("key", offset), 0, offset, time, time));
}
