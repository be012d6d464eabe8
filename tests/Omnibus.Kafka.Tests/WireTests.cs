using System.Text;
using Confluent.Kafka;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>What a message looks like to everybody else on the topic.</summary>
public sealed class WireTests(SharedKafka shared) : KafkaTest(shared)
{
    [Fact]
    public void The_format_names_the_headers_of_Open_edX_in_their_order()
    {
        var format = KafkaWire.Plain;

        Assert.Equal(
            [
                "ce_specversion", "content-type", "ce_datacontenttype", "ce_type", "ce_id", "ce_source", "ce_time", "ce_minorversion", "sourcehost",
                "sourcelib", "ce_dataschema", "ce_partitionkey", "traceparent", "tracestate",
            ],
            format.Fields.Select(field => field.Name));
        Assert.Equal("ce_", format.ExtensionPrefix);
        Assert.Equal(["1.0", "application/avro", "application/avro"], format.Fields.Take(3).Select(field => field.Otherwise));
        Assert.All(format.Fields.Skip(3), field => Assert.Null(field.Otherwise));
        Assert.Equal(KeyForm.Text, format.Key);
        Assert.Equal(SchemaMarkPlace.Attribute, format.SchemaMark);
    }

    [Fact]
    public async Task A_message_has_the_headers_as_they_were_given_and_the_key_and_body_byte_for_byte()
    {
        var transport = Open();
        await MakeAsync(transport, partitions: 1);
        var producer = await ProducerAsync(transport);
        (string Name, string Value)[] headers = [("ce_type", "a"), ("ce_id", "b"), ("traceparent", "c"), ("ce_id", "again"), ("empty", "")];
        await SendAsync(
            producer,
            new TestRecord(Topic, "first", "key", headers: headers),
            new TestRecord(Topic, "other", "kez", headers: [("ce_type", "a"), ("ce_id", "B")]),
            new TestRecord(Topic, body: null));

        var messages = Read(3);

        Assert.Equal(headers, messages[0].Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
        Assert.Equal(("key", "first"), (Encoding.UTF8.GetString(messages[0].Key!), Encoding.UTF8.GetString(messages[0].Value!)));
        Assert.Equal([("ce_type", "a"), ("ce_id", "B")], messages[1].Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
        Assert.Equal(("kez", "other"), (Encoding.UTF8.GetString(messages[1].Key!), Encoding.UTF8.GetString(messages[1].Value!)));
        Assert.Null(messages[2].Key);
        Assert.Null(messages[2].Value);
    }

    [Fact]
    public async Task Records_of_many_headers_and_of_empty_or_missing_parts_come_back_as_they_were()
    {
        var transport = Open();
        await MakeAsync(transport, partitions: 1);
        var producer = await ProducerAsync(transport);
        (string Name, string Value)[] few = [("a", "1"), ("b", ""), ("a", "2")];
        (string Name, string Value)[] many = [.. Enumerable.Range(0, 150).Select(number => ($"name{number}", $"value {number}"))];
        var sent = await SendAsync(
            producer,
            new TestRecord(Topic, "body", "key", headers: few),
            new TestRecord(Topic, "body", "key", headers: many),
            new TestRecord(Topic, "", "", headers: [("c", "3")]),
            new TestRecord(Topic, null),
            new TestRecord(Topic, new string('x', 200_000), "key", headers: few));
        Assert.All(sent, record => Assert.Null(record.Failure));

        var received = await (await MemberAsync(transport)).ReceiveUntilAsync(5);

        Assert.Equal([("key", "body"), ("key", "body"), ("", ""), (null, null), ("key", new string('x', 200_000))], received.Select(one => (one.Key, one.Body)));
        Assert.Equal<(string, string?)>(few!, received[0].Headers);
        Assert.Equal<(string, string?)>(many!, received[1].Headers);
        Assert.Equal<(string, string?)>([("c", "3")], received[2].Headers);
        Assert.Empty(received[3].Headers);
        Assert.Equal<(string, string?)>(few!, received[4].Headers);
    }

    [Fact]
    public async Task A_key_lives_in_the_partition_where_every_client_on_librdkafka_puts_it()
    {
        var transport = Open();
        await MakeAsync(transport, partitions: 7);
        var producer = await ProducerAsync(transport);
        string[] keys = ["alice", "bob", "course-v1:edX+Demo+1", "ä€𝄞", "0", "user^john_doe", "x"];
        var ours = await SendAsync(producer, [.. keys.Select(key => new TestRecord(Topic, "body", key))]);

        using var plain = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = Cluster.BootstrapServers }).Build();
        foreach (var (key, record) in keys.Zip(ours))
        {
            var theirs = await plain.ProduceAsync(Topic, new Message<string, string> { Key = key, Value = "body" }, Stop);
            Assert.Equal(theirs.Partition.Value, record.StoredIn.Partition);
        }

        // Known answers, so that this does not depend on two of one client agreeing: CRC-32 of the bytes.
        Assert.Equal(keys.Select(key => (int)(Crc32(Encoding.UTF8.GetBytes(key)) % 7)), ours.Select(record => record.StoredIn.Partition));
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private List<Message<byte[]?, byte[]?>> Read(int count)
    {
        using var plain = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = Cluster.BootstrapServers, GroupId = "plain" }).Build();
        plain.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        var messages = new List<Message<byte[]?, byte[]?>>();
        while (messages.Count < count)
        {
            var result = plain.Consume(TimeSpan.FromSeconds(30));
            Assert.NotNull(result);
            messages.Add(result.Message);
        }

        plain.Close();
        return messages;
    }
}
