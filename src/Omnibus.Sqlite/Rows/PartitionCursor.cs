using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Where a consumer is in one partition.</summary>
internal sealed class PartitionCursor
{
    private bool _entered;

    /// <summary>The row to go on with; it need not be there.</summary>
    public long Row { get; private set; }

    /// <summary>How many events of the partition in that row are passed over.</summary>
    public long Item { get; set; }

    /// <summary>The number of the partition's event that should come next; null while that is not known.</summary>
    public long? Expected { get; set; }

    /// <summary>It was put here since anybody looked what should come next.</summary>
    public bool IsNew { get; set; }

    /// <summary>How many events were found missing: retention took them before they were read.</summary>
    public long Missed { get; set; }

    public bool Paused { get; set; }

    /// <summary>The rows that are being read are behind it.</summary>
    public bool TakesPart { get; set; }

    /// <summary>Everything that is there was read.</summary>
    public bool AtEnd { get; set; }

    /// <summary>Goes to a position: the next delivery is the one there, or the first after it.</summary>
    public void Start(Position position)
    {
        (Row, Item, Expected, IsNew) = (RowNumber.Of(position), position.Index, null, true);
        (_entered, AtEnd, TakesPart) = (false, false, false);
    }

    /// <summary>Whether it is in the middle of a row that was read.</summary>
    public bool IsIn(long row) => _entered && Row == row;

    /// <summary>Comes to a row, its own or the first after it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">The number of the partition's first event in it.</param>
    public void Enter(long row, long first)
    {
        if (row > Row)
        {
            Missed += Math.Max(0, first - (Expected ?? first));
            (Row, Item) = (row, 0);
        }

        _entered = true;
    }

    /// <summary>Is done with a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="end">The number of the partition's event that comes next.</param>
    public void Leave(long row, long end)
    {
        (Row, Item, Expected) = (row + 1, 0, end);
        _entered = false;
    }
}
