using System.Security.Cryptography;
using System.Text;
using Omnibus.Redis.Connecting;
using StackExchange.Redis;

namespace Omnibus.Redis.Scripts;

/// <summary>
/// A script of this assembly. It is called by its hash; a server that does not know it yet, as after a restart, is sent the text. Nothing has run
/// when a server says so, so this is no retry.
/// </summary>
internal sealed class RedisScript
{
    private RedisScript(params ReadOnlySpan<string> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(file + ".lua")!;
            using var reader = new StreamReader(stream);
            text.Append(reader.ReadToEnd());
        }

        Text = text.ToString();
#pragma warning disable CA5350 // Redis names scripts by SHA-1; nothing secret depends on it.
        Hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Text)));
#pragma warning restore CA5350
    }

    public static RedisScript Publish { get; } = new("publish");

    public static RedisScript Settle { get; } = new("group", "lease", "settle");

    public static RedisScript TakeOver { get; } = new("group", "lease", "take-over");

    public static RedisScript Claim { get; } = new("ids", "group", "missed", "claim");

    public static RedisScript Hold { get; } = new("hold");

    public static RedisScript Share { get; } = new("share");

    public static RedisScript Prepare { get; } = new("ids", "group", "lease", "prepare");

    public static RedisScript Acquire { get; } = new("group", "lease", "acquire");

    public static RedisScript Renew { get; } = new("lease", "renew");

    public static RedisScript Release { get; } = new("lease", "release");

    public static RedisScript CreateTopic { get; } = new("create-topic");

    public static RedisScript SetPosition { get; } = new("group", "lease", "set-position");

    public static RedisScript DeleteGroup { get; } = new("lease", "delete-group");

    public static RedisScript RegisterSchema { get; } = new("register-schema");

    public static RedisScript Trim { get; } = new("ids", "trim");

    public static RedisScript Count { get; } = new("count");

    public string Text { get; }

    public string Hash { get; }

    /// <summary>
    /// Runs the script on arguments that are laid out already: the first is the script's place and is written here, then come the number of keys,
    /// the keys and the values. The reply is not decoded.
    /// </summary>
    public async ValueTask<RespResult> RunAsync(RedisConnection connection, Memory<RedisKeyOrValue> arguments)
    {
        arguments.Span[0] = (RedisValue)Hash;
        try
        {
            return await connection.ExecuteAsync("EVALSHA", arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Kind == RedisErrorKind.NoScript)
        {
            arguments.Span[0] = (RedisValue)Text;
            return await connection.ExecuteAsync("EVAL", arguments).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the script and decodes its reply.</summary>
    public async Task<RedisResult> RunAsync(RedisConnection connection, RedisKey[] keys, RedisValue[] values)
    {
        object[] arguments = [Hash, keys.Length, .. keys.Select(key => (object)key), .. values.Select(value => (object)value)];
        try
        {
            return await connection.AskAsync(database => database.ExecuteAsync("EVALSHA", arguments)).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Kind == RedisErrorKind.NoScript)
        {
            arguments[0] = Text;
            return await connection.AskAsync(database => database.ExecuteAsync("EVAL", arguments)).ConfigureAwait(false);
        }
    }
}
