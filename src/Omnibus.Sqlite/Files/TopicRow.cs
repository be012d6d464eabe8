namespace Omnibus.Sqlite;

/// <summary>A topic as the file has it.</summary>
/// <param name="Id">Its number; never used again.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Retention">How long its records are kept.</param>
/// <param name="FloorRow">Where retention left it: the first row that may be there.</param>
/// <param name="FloorHeads">How many events of each partition retention removed.</param>
internal sealed record TopicRow(long Id, string Name, int Partitions, TimeSpan Retention, long FloorRow, byte[] FloorHeads);

/// <summary>A row without its events.</summary>
/// <param name="Number">Its own number in its topic.</param>
/// <param name="Stored">When it was stored, in Unix milliseconds.</param>
internal readonly record struct RowView(long Number, long Stored);

/// <summary>A place in a partition, with how many of its events lie before it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Item">The place among the partition's events in it.</param>
/// <param name="Number">The event's number in the partition, from 0.</param>
internal readonly record struct NumberedPlace(long Row, long Item, long Number);
