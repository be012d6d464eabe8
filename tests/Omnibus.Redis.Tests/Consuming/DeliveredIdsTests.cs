using CsCheck;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Tests.Consuming;

public sealed class DeliveredIdsTests
{
    [Fact]
    public void It_counts_what_a_naive_list_counts() => Gen.Int[0, 9].Array[0, 2000].Sample(steps =>
    {
        var ids = new DeliveredIds();
        List<StreamId> naive = [];
        var (next, settled) = (1UL, StreamId.Zero);
        foreach (var step in steps)
        {
            next += (ulong)step;
            var id = new StreamId(next, 0);
            if (step > 1)
            {
                ids.Add(id);
                naive.Add(id);
            }
            else
            {
                settled = new StreamId((settled.Milliseconds + next) / 2, 0);
                ids.Settle(settled);
            }

            if (ids.CountThrough(id) != naive.Count(delivered => delivered <= id))
            {
                return false;
            }
        }

        return true;
    });
}
