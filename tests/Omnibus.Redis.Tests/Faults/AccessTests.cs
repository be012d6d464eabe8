using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Faults;

/// <summary>Passwords, users and what they may do, on a server of its own.</summary>
public sealed class AccessTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    [Theory]
    [InlineData("redis://{0}", null)]
    [InlineData("redis://:wrong@{0}", null)]
    [InlineData("redis://nobody:secret@{0}", null)]
    [InlineData("{0},password=wrong", null)]
    [InlineData("redis://{0}", "wrong")]
    public async Task Whoever_has_no_password_or_a_wrong_one_is_unauthenticated(string url, string? password)
    {
        await Plain.ExecuteAsync("CONFIG", "SET", "requirepass", "secret");
        var transport = Open(string.Format(null, url, Server.Address), password);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => ProducerAsync(transport));

        Assert.Equal(FaultCode.Unauthenticated, transport.Classify(exception));
        Assert.DoesNotContain("wrong@", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://app:p%40ss%2Fword@{0}/3", null, 3)]
    [InlineData("redis://app@{0}?db=2", "p@ss/word", 2)]
    [InlineData("{0},user=app,password=p@ss/word,defaultDatabase=1", null, 1)]
    public async Task User_password_and_database_are_taken_from_the_settings(string url, string? password, int database)
    {
        await Plain.ExecuteAsync("ACL", "SETUSER", "app", "on", ">p@ss/word", "~*", "&*", "+@all");
        var transport = Open(string.Format(null, url, Server.Address), password);

        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 1);

        Assert.Equal(1, await Plain.Multiplexer.GetDatabase(database).StreamLengthAsync(Topic));
        Assert.Equal(Server.Address, (await transport.ProbeAsync(Stop)).Address);
    }

    [Fact]
    public async Task A_password_that_is_changed_while_we_run_is_no_absent_server()
    {
        await Plain.ExecuteAsync("CONFIG", "SET", "requirepass", "secret");
        var transport = Open(password: "secret");
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);

        await Plain.ExecuteAsync("CONFIG", "SET", "requirepass", "other");
        await Plain.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        await UntilAsync(
            async () =>
            {
                var record = (await producer.SendAsync(new TestRecord(Topic, "x")))[0];
                Assert.NotNull(record.Failure);
                return transport.Classify(record.Failure) == FaultCode.Unauthenticated;
            },
            "Seeing that the password is wrong");
        await Plain.ExecuteAsync("CONFIG", "SET", "requirepass", "secret");
        await UntilAsync(async () => (await producer.SendAsync(new TestRecord(Topic, "x")))[0].Failure is null, "Publishing again");
    }

    [Fact]
    public async Task A_user_with_exactly_the_rights_that_the_documentation_lists_can_do_everything()
    {
        string[] rights = [.. ReadRights()];
        Assert.Subset(rights.ToHashSet(), RedisProbe.Commands.Select(command => "+" + command).ToHashSet());
        await Plain.ExecuteAsync("ACL", ["SETUSER", "app", "on", ">app", "resetchannels", "~*", "-@all", .. rights.Select(right => (object)right)]);
        var transport = Open($"redis://app:app@{Server.Address}");

        Assert.Empty((await transport.ProbeAsync(Stop)).MissingPermissions);
        await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = 2 }, Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 10);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(10);
        await reader.SettleAsync(received[^1]);
        Assert.Equal([Topic], await transport.ListAsync(Stop));
        Assert.Equal([Group], await transport.ListGroupsAsync(Stop));
        await reader.LeaveAsync();
        var sharing = await SharingAsync(transport, "one");
        await sharing.SettleAsync((await sharing.ReceiveAsync(Stop))[0]);
        await sharing.ExtendAsync([.. await sharing.ReceiveAsync(Stop)]);
        await sharing.LeaveAsync();
        await transport.FindAsync(new TopicPartition(Topic, 0), DateTimeOffset.UnixEpoch, Stop);

        // What the client tries by itself when it connects is refused and does not matter; what a script tries does.
        Assert.DoesNotContain("lua", ((RedisResult[])(await Plain.ExecuteAsync("ACL", "LOG"))!).Select(entry => (string)entry.ToDictionary()["context"]!));
        await transport.SetPositionAsync(Group, new TopicPartition(Topic, 0), default, Stop);
        Assert.NotNull(await transport.DescribeGroupAsync(Group, Stop));
        Assert.True(await transport.DeleteGroupAsync(Group, Stop));
        Assert.True(await transport.DeleteAsync(Topic, Stop));
    }

    [Fact]
    public async Task The_probe_names_what_a_user_may_not_do()
    {
        await Plain.ExecuteAsync("ACL", "SETUSER", "app", "on", ">app", "~*", "+@all", "-xadd", "-xgroup|create");
        await Plain.ExecuteAsync("ACL", "SETUSER", "mute", "on", ">app", "~*", "+@all", "-eval", "-evalsha");
        var transport = Open($"redis://app:app@{Server.Address}");

        var probe = await transport.ProbeAsync(Stop);

        Assert.Equal(2, probe.MissingPermissions.Count);
        Assert.Contains("+xadd", probe.MissingPermissions[0], StringComparison.Ordinal);
        Assert.Contains("+xgroup|create", probe.MissingPermissions[1], StringComparison.Ordinal);
        Assert.Contains(
            "+evalsha", Assert.Single((await Open($"redis://mute:app@{Server.Address}").ProbeAsync(Stop)).MissingPermissions), StringComparison.Ordinal);
        await Plain.StreamAddAsync(Topic, "a", "b");
        var record = (await (await ProducerAsync(transport)).SendAsync(new TestRecord(Topic, "x")))[0];
        Assert.Equal(FaultCode.PermissionDenied, transport.Classify(record.Failure!));
        Assert.False(record.MayBeStored);
    }

    /// <summary>The rights as the README gives them to an operator.</summary>
    private static IEnumerable<string> ReadRights()
    {
        using var stream = typeof(AccessTests).Assembly.GetManifestResourceStream("README.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').First(line => line.StartsWith("ACL SETUSER", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] == '+');
    }
}
