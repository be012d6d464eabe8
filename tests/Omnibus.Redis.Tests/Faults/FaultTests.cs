using System.Net.Sockets;
using System.Security.Authentication;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Faults;

public sealed class FaultTests(SharedRedis shared) : RedisTest(shared)
{
    public static TheoryData<Exception, FaultCode> Exceptions => new()
    {
        { Connection(ConnectionFailureType.SocketClosed), FaultCode.Unavailable },
        { Connection(ConnectionFailureType.SocketFailure), FaultCode.Unavailable },
        { Connection(ConnectionFailureType.UnableToConnect), FaultCode.Unavailable },
        { Connection(ConnectionFailureType.UnableToResolvePhysicalConnection), FaultCode.Unavailable },
        { Connection(ConnectionFailureType.AuthenticationFailure), FaultCode.Unauthenticated },
        { Connection(ConnectionFailureType.AuthenticationFailure, new AuthenticationException("untrusted")), FaultCode.Misconfigured },
        { Connection(ConnectionFailureType.ConnectionDisposed), FaultCode.Closed },
        { new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Sent), FaultCode.Unavailable },
        { new ObjectDisposedException("client"), FaultCode.Closed },
        { new SocketException(), FaultCode.Unavailable },
        { new NotSupportedException(), FaultCode.Unsupported },
        { new ArgumentOutOfRangeException(), FaultCode.InvalidArgument },
        { new FencedException([]), FaultCode.Fenced },
        { new GroupActiveException("group", []), FaultCode.InvalidArgument },
        { new MissingTopicException("topic"), FaultCode.NotFound },
        { new PartitionsChangedException("topic"), FaultCode.Transient },
        { new BrokenBatchException("topic"), FaultCode.Transient },
        { new InvalidOperationException(), FaultCode.Unknown },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exceptions_of_the_client_and_of_the_driver_mean(Exception exception, FaultCode code) => Assert.Equal(code, RedisFaults.Classify(exception));

    /// <summary>What servers say, word for word as Redis 7.0 does; the client makes the exception from it.</summary>
    [Theory]
    [InlineData("NOGROUP No such key 'orders' or consumer group 'mailer'", FaultCode.NotFound)]
    [InlineData("ERR no such key", FaultCode.NotFound)]
    [InlineData("ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option", FaultCode.NotFound)]
    [InlineData("READONLY You can't write against a read only replica.", FaultCode.Unavailable)]
    [InlineData("LOADING Redis is loading the dataset in memory", FaultCode.Unavailable)]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", FaultCode.Unavailable)]
    [InlineData("CLUSTERDOWN The cluster is down", FaultCode.Unavailable)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", FaultCode.Unavailable)]
    [InlineData("ERR max number of clients reached", FaultCode.Unavailable)]
    [InlineData("TRYAGAIN Multiple keys request during rehashing of slot", FaultCode.Transient)]
    [InlineData("NOSCRIPT No matching script. Please use EVAL.", FaultCode.Transient)]
    [InlineData("UNBLOCKED client unblocked via CLIENT UNBLOCK", FaultCode.Transient)]
    [InlineData("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", FaultCode.Throttled)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", FaultCode.StorageFull)]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", FaultCode.StorageFull)]
    [InlineData("NOAUTH Authentication required.", FaultCode.Unauthenticated)]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", FaultCode.Unauthenticated)]
    [InlineData("NOPERM this user has no permissions to run the 'xadd' command", FaultCode.PermissionDenied)]
    [InlineData("ERR The user executing the script can't run this command or subcommand", FaultCode.PermissionDenied)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", FaultCode.Misconfigured)]
    [InlineData("CROSSSLOT Keys in request don't hash to the same slot", FaultCode.Misconfigured)]
    [InlineData("ERR unknown command 'XADD', with args beginning with: 'orders'", FaultCode.Unsupported)]
    [InlineData("ERR wrong number of arguments for 'xadd' command", FaultCode.InvalidArgument)]
    [InlineData("ERR Wrong number of args calling Redis command from script", FaultCode.InvalidArgument)]
    [InlineData("ERR something new", FaultCode.Unknown)]
    [InlineData("SOMETHING new", FaultCode.Unknown)]
    public async Task Errors_of_the_server_mean(string error, FaultCode code)
    {
        var exception = await Assert.ThrowsAsync<RedisServerException>(
            () => Plain.ScriptEvaluateAsync("return redis.error_reply(ARGV[1])", [], [error]));

        Assert.Equal(code, RedisFaults.Classify(exception));
        Assert.False(RedisFaults.MayBeDone(exception));
    }

    [Theory]
    [InlineData(CommandStatus.WaitingToBeSent, false)]
    [InlineData(CommandStatus.WaitingInBacklog, false)]
    [InlineData(CommandStatus.Sent, true)]
    [InlineData(CommandStatus.Unknown, true)]
    public void Only_a_command_that_was_never_sent_is_certainly_not_carried_out(CommandStatus status, bool mayBeDone)
    {
        Assert.Equal(mayBeDone, RedisFaults.MayBeDone(Connection(ConnectionFailureType.SocketClosed, status: status)));
        Assert.Equal(mayBeDone, RedisFaults.MayBeDone(new RedisTimeoutException(CommandFlags.None, "slow", status)));
    }

    [Theory]
    [InlineData("OOM command not allowed", FaultCode.StorageFull)]
    [InlineData("WRONGTYPE Operation against a key", FaultCode.Misconfigured)]
    [InlineData("NOREPLICAS Not enough good replicas", FaultCode.Unavailable)]
    [InlineData("MISCONF Errors writing to the AOF file", FaultCode.StorageFull)]
    [InlineData("READONLY You can't write", FaultCode.Unavailable)]
    [InlineData("ERR", FaultCode.Unknown)]
    public void An_error_inside_a_reply_means_what_it_means_outside(string error, FaultCode code) =>
        Assert.Equal(code, RedisFaults.Classify(RedisFaults.FromReply(error)));

    private static RedisConnectionException Connection(
        ConnectionFailureType type, Exception? inner = null, CommandStatus status = CommandStatus.Unknown) =>
        new(type, CommandFlags.None, "connection", inner, status);
}
