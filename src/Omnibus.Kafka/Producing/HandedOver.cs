using Omnibus.Drivers;

namespace Omnibus.Kafka.Producing;

/// <summary>Records that the client has, by the numbers that stand for them there. Safe on two threads: one adds, one takes.</summary>
internal sealed class HandedOver
{
    private readonly Lock _gate = new();
    private OutgoingRecord?[] _records = new OutgoingRecord?[1024];
    private int[] _free = new int[1024];
    private int _freeCount;

    public HandedOver()
    {
        Free(0);
    }

    /// <summary>Keeps a record and gives it a number.</summary>
    public int Add(OutgoingRecord record)
    {
        lock (_gate)
        {
            if (_freeCount == 0)
            {
                var count = _records.Length;
                Array.Resize(ref _records, count * 2);
                Array.Resize(ref _free, count * 2);
                Free(count);
            }

            var number = _free[--_freeCount];
            _records[number] = record;
            return number;
        }
    }

    /// <summary>Gives a record up; its number is free.</summary>
    public OutgoingRecord Take(int number)
    {
        lock (_gate)
        {
            var record = _records[number]!;
            _records[number] = null;
            _free[_freeCount++] = number;
            return record;
        }
    }

    private void Free(int from)
    {
        for (var number = _records.Length - 1; number >= from; number--)
        {
            _free[_freeCount++] = number;
        }
    }
}
