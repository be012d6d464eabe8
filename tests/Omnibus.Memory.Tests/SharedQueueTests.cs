using CsCheck;
using Omnibus.Memory.Grouping;

namespace Omnibus.Memory.Tests;

public sealed class SharedQueueTests
{
    private const int Readers = 3;

    [Fact]
    public void It_hands_out_what_a_naive_list_would()
    {
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, Readers], Gen.Int[0, 300]).Array[1, 400].Sample(steps =>
        {
            var queue = new SharedQueue(0);
            var naive = new NaiveQueue();
            var (first, end) = (0L, 0L);
            foreach (var (what, reader, number) in steps)
            {
                switch (what)
                {
                    case 0:
                        end += number % 8;
                        break;
                    case 1:
                        var took = queue.TryTake(reader, first, end, out var offset);
                        Assert.Equal(naive.Take(reader, first, end), took ? offset : null);
                        break;
                    case 2:
                        queue.Settle(number, reader);
                        naive.Settle(number, reader);
                        break;
                    case 3:
                        queue.Requeue(number, reader);
                        naive.Requeue(number, reader);
                        break;
                    case 4 when number % 3 == 0:
                        queue.RequeueAll(reader);
                        naive.RequeueAll(reader);
                        break;
                    case 4:
                        first = Math.Max(first, Math.Min(end, naive.Floor + (number % 3)));
                        break;
                }

                Assert.Equal(naive.Floor, queue.Floor);
            }
        });
    }

    /// <summary>Every record with its state, in a plain list.</summary>
    private sealed class NaiveQueue
    {
        private readonly List<int> _holders = [];
        private readonly List<long> _again = [];

        public long Floor { get; private set; }

        public long? Take(int reader, long first, long end)
        {
            while (_holders.Count < first)
            {
                _holders.Add(-1);
            }

            for (var offset = 0; offset < first; offset++)
            {
                _holders[offset] = -1;
            }

            RaiseFloor();
            while (_again.Count > 0)
            {
                var offset = _again[0];
                _again.RemoveAt(0);
                if (_holders[(int)offset] == 0)
                {
                    _holders[(int)offset] = reader;
                    return offset;
                }
            }

            if (_holders.Count >= end)
            {
                return null;
            }

            _holders.Add(reader);
            return _holders.Count - 1;
        }

        public void Settle(long offset, int reader)
        {
            if (offset < _holders.Count && _holders[(int)offset] == reader)
            {
                _holders[(int)offset] = -1;
                RaiseFloor();
            }
        }

        public void Requeue(long offset, int reader)
        {
            if (offset < _holders.Count && _holders[(int)offset] == reader)
            {
                _holders[(int)offset] = 0;
                _again.Add(offset);
            }
        }

        public void RequeueAll(int reader)
        {
            for (var offset = 0; offset < _holders.Count; offset++)
            {
                Requeue(offset, reader);
            }
        }

        private void RaiseFloor()
        {
            while (Floor < _holders.Count && _holders[(int)Floor] == -1)
            {
                Floor++;
            }
        }
    }
}
