using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>Says what server is there, and what its access list does not let this user do. Writes nothing.</summary>
internal sealed class RedisProbe(RedisConnections connections, RedisOptions options) : IProbe
{
    /// <summary>Every command that this transport sends or calls in a script, beside the scripts themselves and what the client needs to connect.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        "xadd", "xread", "xreadgroup", "xrange", "xlen", "xtrim", "xack", "xclaim", "xautoclaim", "xpending", "xinfo|stream", "xinfo|groups", "xinfo|consumers",
        "xgroup|create", "xgroup|setid", "xgroup|destroy", "xgroup|createconsumer", "xgroup|delconsumer",
        "get", "set", "hget", "hmget", "hset", "hdel", "hgetall", "hkeys", "hincrby", "exists", "unlink", "scan", "time",
    ];

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        return new ProbeResult(await ServerAsync(connection).ConfigureAwait(false), options.Address)
        {
            MissingPermissions = await MissingAsync(connection).ConfigureAwait(false),
        };
    }

    private static async Task<string> ServerAsync(RedisConnection connection)
    {
        string text;
        try
        {
            text = (string)(await connection.AskAsync(database => database.ExecuteAsync("INFO", "server")).ConfigureAwait(false))!;
        }
        catch (RedisServerException exception) when (RedisFaults.Classify(exception) == FaultCode.PermissionDenied)
        {
            // The client asked for the version when it connected, and falls back on what it can find out.
            return $"redis {connection.Servers.First().Version}";
        }

        var facts = text.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return facts.TryGetValue("valkey_version", out var valkey) ? $"valkey {valkey}" : $"redis {facts.GetValueOrDefault("redis_version", "")}";
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(RedisConnection connection)
    {
        try
        {
            List<string> missing = [];
            foreach (var command in Commands)
            {
                if (!await AllowsAsync(connection, command).ConfigureAwait(false))
                {
                    missing.Add($"The user may not call {command}. Allow it: ACL SETUSER <user> +{command}");
                }
            }

            return missing;
        }
        catch (RedisServerException exception) when (RedisFaults.Classify(exception) == FaultCode.PermissionDenied)
        {
            return ["The user may not run scripts, which publishing and consuming need. Allow it: ACL SETUSER <user> +eval +evalsha"];
        }
    }

    private static async Task<bool> AllowsAsync(RedisConnection connection, string command)
    {
        // Only Redis 7 and later can be asked; before that, the first use tells.
        const string Script = "if not redis.acl_check_cmd then return 1 end return redis.acl_check_cmd(unpack(ARGV)) and 1 or 0";
        object[] arguments = ["EVAL", 0, .. command.Split('|'), .. Enumerable.Repeat("omnibus", 6)];
        arguments[0] = Script;
        return (int)await connection.AskAsync(database => database.ExecuteAsync("EVAL", arguments)).ConfigureAwait(false) == 1;
    }
}
