using Omnibus.Redis.Connecting;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>What publishing waits for beside the server's answer: replicas, and the disk. Immutable.</summary>
/// <param name="Replicas">How many replicas.</param>
/// <param name="Disk">The append-only file of the server itself, and of these replicas.</param>
internal sealed record Durability(int Replicas, bool Disk)
{
    private static readonly Version s_waitsForDisk = new(7, 2);

    /// <summary>Null where nothing is waited for.</summary>
    public static Durability? Of(int replicas, bool disk) => replicas > 0 || disk ? new Durability(replicas, disk) : null;

    /// <summary>Refuses a server that cannot say what is asked for.</summary>
    public void Check(RedisConnection connection)
    {
        var version = connection.Servers.Where(server => server.IsConnected).Select(server => server.Version).Min();
        if (Disk && version < s_waitsForDisk)
        {
            throw new NotSupportedException(
                $"WaitForDisk needs Redis {s_waitsForDisk} or newer, and the server is Redis {version}. Set it to false, and appendfsync to always on the server.");
        }
    }

    /// <summary>Waits for everything that was written on the connection.</summary>
    /// <exception cref="NotReplicatedException">The time was not enough.</exception>
    public async Task WaitAsync(RedisConnection connection, TimeSpan time)
    {
        var milliseconds = (RedisValue)(long)Math.Max(1, time.TotalMilliseconds);
        using var reply = Disk
            ? await connection.ExecuteAsync("WAITAOF", new RedisKeyOrValue[] { (RedisValue)1, (RedisValue)Replicas, milliseconds }).ConfigureAwait(false)
            : await connection.ExecuteAsync("WAIT", new RedisKeyOrValue[] { (RedisValue)Replicas, milliseconds }).ConfigureAwait(false);
        var (local, replicas) = Read(reply.Read());
        if (local < 1 || replicas < Replicas)
        {
            throw new NotReplicatedException(replicas, Replicas, Disk);
        }
    }

    private (long Local, long Replicas) Read(RespReader reply)
    {
        if (!Disk)
        {
            return (1, reply.ReadInt64());
        }

        reply.MoveNextScalar();
        var local = reply.ReadInt64();
        reply.MoveNextScalar();
        return (local, reply.ReadInt64());
    }
}
