using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests;

/// <summary>What an entry looks like to everybody else on the stream.</summary>
public sealed class WireTests(SharedRedis shared) : RedisTest(shared)
{
    private static readonly (string Name, string Value)[] s_openEdx =
    [
        ("type", "org.openedx.learning.auth.session.login.completed.v1"),
        ("id", "af830318-f5e0-5ec8-8432-24007776226e"),
        ("source", "openedx/lms/web"),
        ("time", "2024-05-01T12:34:56.123456+00:00"),
        ("minorversion", "0"),
        ("sourcehost", "lms.devstack.edx"),
        ("sourcelib", "11.2.0"),
    ];

    [Fact]
    public void The_format_names_the_fields_of_Open_edX_in_their_order()
    {
        var fields = new RedisFactory().Create(
            new TransportSettings("main", "Omnibus:Transports:main", new Dictionary<string, string?> { ["Url"] = "redis://localhost" }),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = Notices, Service = "test", Instance = "test" }).Wire;

        Assert.Equal(
            ["type", "id", "source", "time", "minorversion", "sourcehost", "sourcelib", "event_data"], fields.Fields.Select(field => field.Name));
        Assert.Equal("", fields.ExtensionPrefix);
    }

    [Fact]
    public async Task An_entry_has_the_fields_as_they_were_given_with_the_body_in_its_place()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);

        var record = (await producer.SendAsync(new TestRecord(Topic, "body", "foobob", s_openEdx)))[0];

        var entry = Assert.Single(await Plain.StreamRangeAsync(Topic));
        Assert.Equal(
            [.. s_openEdx, ("event_data", "body"), ("partitionkey", "foobob")],
            entry.Values.Select(field => ((string)field.Name!, (string)field.Value!)));
        Assert.Equal((string)entry.Id!, $"{record.Position.High}-{record.Position.Low}");
    }

    [Fact]
    public async Task A_record_without_a_body_is_an_entry_without_the_field()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);

        await (await ProducerAsync(transport)).SendAsync(new TestRecord(Topic, null, null, ("type", "x")), new TestRecord(Topic, "", null, ("type", "y")));

        var entries = await Plain.StreamRangeAsync(Topic);
        Assert.Equal(["type"], entries[0].Values.Select(field => (string)field.Name!));
        Assert.Equal(["type", "event_data"], entries[1].Values.Select(field => (string)field.Name!));
    }

    [Fact]
    public async Task Entries_that_Python_wrote_are_read_in_any_order_of_their_fields_and_with_any_further_ones()
    {
        NameValueEntry[] python = [.. s_openEdx.Select(field => new NameValueEntry(field.Name, field.Value)), new("event_data", "avro")];
        var id = await Plain.StreamAddAsync(Topic, python);
        await Plain.StreamAddAsync(Topic, [.. python.Reverse(), new("more", "1")]);
        await Plain.StreamAddAsync(Topic, "", "");

        var reader = await ReaderAsync(Open());
        var received = await reader.ReceiveAsync(3);

        Assert.Equal("avro", received[0].Body);
        Assert.Equal(s_openEdx, received[0].Headers);
        Assert.Null(received[0].Key);
        Assert.Equal((string)id!, received[0].Position.ToString());
        Assert.Equal((long)received[0].Position.High, received[0].StoredAt);
        Assert.Equal("avro", received[1].Body);
        Assert.Equal([.. s_openEdx.Reverse(), ("more", "1")], received[1].Headers);
        Assert.Null(received[2].Body);
        Assert.Equal([("", "")], received[2].Headers);
    }

    [Fact]
    public async Task A_batch_may_mix_records_with_different_fields()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var records = Enumerable.Range(0, 1200)
            .Select(number => new TestRecord(Topic, number % 5 == 0 ? null : $"{number}", number % 3 == 0 ? $"key-{number}" : null, [("n", $"{number}"), .. s_openEdx[..(number % 4)]]))
            .ToArray();

        await (await ProducerAsync(transport)).SendAsync(records);

        Assert.All(records, record => Assert.Null(record.Failure));
        var entries = await Plain.StreamRangeAsync(Topic);
        Assert.Equal(records.Select(record => record.Position.ToString()), entries.Select(entry => (string)entry.Id!));
        Assert.Equal(Enumerable.Range(0, 1200).Select(number => $"{number}"), entries.Select(entry => (string)entry["n"]!));
        Assert.Equal(
            Enumerable.Range(0, 1200).Select(number => number % 5 == 0 ? "nothing" : $"{number}"),
            entries.Select(entry => entry.Values.Any(field => field.Name == "event_data") ? (string)entry["event_data"]! : "nothing"));
    }

    [Fact]
    public async Task Partitions_are_streams_of_one_slot_and_keys_choose_among_them_as_everywhere()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = 3 }, Stop);
        var records = Enumerable.Range(0, 30).Select(number => new TestRecord(Topic, "x", $"key-{number}")).ToArray();

        await (await ProducerAsync(transport)).SendAsync(records);

        Assert.All(records, record => Assert.Equal(KeyPartitioner.ForKey(record.Key!.Value.Span, 3), record.StoredIn.Partition));
        RedisKey[] streams = [Topic, $"{{{Topic}}}:1", $"{{{Topic}}}:2"];
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.Equal(records.Count(record => record.StoredIn.Partition == partition), await Plain.StreamLengthAsync(streams[partition]));
        }

        Assert.Single(streams.Select(stream => Plain.Multiplexer.GetHashSlot(stream)).Distinct());
    }
}
