using System.Text;
using CsCheck;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class RowFormatTests
{
    private static readonly Gen<string> s_name = Gen.OneOf("id", "type", "source", "time", "partitionkey", "x-own", "x-other", "naïve", "");

    private static readonly Gen<byte[]> s_bytes = Gen.Frequency(
        (6, Gen.OneOf("a", "b", "learner-17", "", "0").Select(Encoding.UTF8.GetBytes)), (1, Gen.Byte.Array[0, 300]), (1, Gen.Byte.Array[0, 3]));

    private static readonly Gen<RecordHeader[]> s_headers = Gen.Frequency(
        (5, Gen.Select(s_name, s_bytes, (name, value) => new RecordHeader(name, value)).Array[0, 6]),
        (3, s_bytes.Array[4].Select(values => values.Select((value, i) => new RecordHeader($"h{i}", value)).ToArray())),
        (1, s_bytes.Array[60, 80].Select(values => values.Select((value, i) => new RecordHeader($"many-{i}", value)).ToArray())));

    private static readonly Gen<(int Partition, WorkerRecord Record)[]> s_row = Gen.Select(
        Gen.Int[0, 4], s_headers, s_bytes.Null(), s_bytes.Null(), (partition, headers, key, body) => (
            partition,
            new WorkerRecord("t", key is null ? null : Encoding.Latin1.GetString(key), body is null ? default(ReadOnlyMemory<byte>?) : body, headers)))
        .Array[1, 40];

    [Fact]
    public void Whatever_is_written_into_a_row_is_read_from_it() => s_row.Sample(
        row =>
        {
            var writer = new RowWriter();
            CheckRoundTrip(writer, row);

            // And once more, with what the first time left in the buffers.
            writer.Clear();
            CheckRoundTrip(writer, row.Reverse().ToArray());
        },
        iter: 2000);

    [Fact]
    public void A_damaged_row_is_reported_and_never_read_outside_of_its_bytes() => Gen.Select(s_row, Gen.Int[0, 1 << 20], Gen.Byte, Gen.Bool).Sample(
        (row, place, value, cut) =>
        {
            var writer = new RowWriter();
            var (heads, bytes) = Write(writer, row);
            if (cut)
            {
                bytes = bytes[..(place % bytes.Length)];
            }
            else
            {
                bytes[place % bytes.Length] = value;
            }

            // The memory behind the row is somebody else's.
            var memory = bytes.Concat(new byte[4096]).ToArray();
            var reader = new RowReader("t");
            try
            {
                reader.Open(1, memory, bytes.Length);
                for (var partition = 0; partition < 5; partition++)
                {
                    if (heads.Count(partition) > 0)
                    {
                        reader.Open(heads, partition);
                        for (var item = 0; item < heads.Count(partition); item++)
                        {
                            reader.Read();
                        }
                    }
                }
            }
            catch (BusFileException exception)
            {
                Assert.Contains(exception.Code, new[] { FaultCode.Corrupt, FaultCode.Misconfigured });
            }
        },
        iter: 5000);

    [Fact]
    public void Damaged_heads_are_noticed_or_read_as_other_numbers() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[1, 9]).Sample(
        (bytes, partitions) =>
        {
            var heads = new RowHeads();
            if (heads.TryRead(bytes, partitions))
            {
                Assert.All(Enumerable.Range(0, partitions), partition => Assert.True(heads.Count(partition) >= 0 && heads.Length(partition) >= 0));
            }
        });

    [Fact]
    public void Heads_survive_their_bytes() => Gen.Select(Gen.Long[0, long.MaxValue >> 1], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Array[1, 9].Sample(
        parts =>
        {
            var written = new RowHeads();
            written.Open(parts.Length);
            for (var partition = 0; partition < parts.Length; partition++)
            {
                written.Set(partition, parts[partition].Item1, parts[partition].Item2, parts[partition].Item2 == 0 ? 0 : parts[partition].Item3);
            }

            var bytes = new byte[RowHeads.MostBytes(parts.Length)];
            var read = new RowHeads();
            Assert.True(read.TryRead(bytes.AsSpan(0, written.Write(bytes)), parts.Length));
            for (var partition = 0; partition < parts.Length; partition++)
            {
                Assert.Equal(
                    (written.First(partition), written.Count(partition), written.Length(partition)),
                    (read.First(partition), read.Count(partition), read.Length(partition)));
            }
        });

    [Fact]
    public void What_events_have_in_common_is_stored_once()
    {
        var events = Enumerable.Range(0, 100).Select(number => (number % 5, WorkerRecord.Event("t", number))).ToArray();
        var (_, bytes) = Write(new RowWriter(), events);

        // Per event: a body of 200 bytes, an id of 36, a time of 33, a key of some 10, and a handful of lengths.
        Assert.InRange(bytes.Length / 100.0, 280, 300);
    }

    private static void CheckRoundTrip(RowWriter writer, (int Partition, WorkerRecord Record)[] row)
    {
        var (heads, bytes) = Write(writer, row);
        var reader = new RowReader("t");
        var memory = bytes.Concat(new byte[] { 1, 2, 3 }).ToArray();
        reader.Open(7, memory, bytes.Length);
        var owner = RecordMemory.Rent(0);
        var delivery = new Delivery();
        foreach (var group in row.GroupBy(entry => entry.Partition))
        {
            Assert.Equal(group.Count(), heads.Count(group.Key));
            reader.Open(heads, group.Key);
            foreach (var (_, record) in group)
            {
                reader.Read();
                reader.Fill(delivery, group.Key, 0, 0, owner);
                Assert.Equal(record.Key?.ToArray(), delivery.Key?.ToArray());
                Assert.Equal(record.Body?.ToArray(), delivery.Body?.ToArray());
                Assert.Equal(
                    record.Headers.ToArray().Select(header => (header.Name, Convert.ToHexString(header.Value.Span))),
                    delivery.Headers.ToArray().Select(header => (header.Name, Convert.ToHexString(header.Value.Span))));
                delivery.Release();
            }
        }

        owner.Release();
    }

    private static (RowHeads Heads, byte[] Bytes) Write(RowWriter writer, (int Partition, WorkerRecord Record)[] row)
    {
        foreach (var (partition, record) in row)
        {
            writer.Add(record, partition, 5);
        }

        var heads = new RowHeads();
        heads.Open(5);
        return (heads, writer.Finish(heads).ToArray());
    }
}
