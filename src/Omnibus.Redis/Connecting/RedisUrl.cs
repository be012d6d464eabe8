using System.Globalization;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Omnibus.Redis.Connecting;

/// <summary>
/// Reads an address as Python's clients write it (<c>redis://</c>, <c>rediss://</c>, <c>unix://</c>) or as StackExchange.Redis does.
/// Never repeats what it was given: there may be a password in it.
/// </summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;

    /// <summary>Reads <paramref name="text"/>; <paramref name="wrong"/> makes the exception for a problem.</summary>
    public static ConfigurationOptions Parse(string text, Func<string, Exception> wrong)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return ParseConfiguration(text, wrong);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw wrong("is not a URL. Write redis://user:password@host:port/database, with %-escapes for special characters in user and password.");
        }

        var options = url.Scheme switch
        {
            "redis" or "rediss" => Tcp(url, wrong),
            "unix" => Socket(url, wrong),
            _ => throw wrong($"'{url.Scheme}://' is not known. Use redis://, rediss:// or unix://."),
        };
        if (url.UserInfo.Length > 0)
        {
            var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
            var user = Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
            options.User = user.Length > 0 ? user : null;
            options.Password = colon < 0 ? null : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]);
        }

        ReadQuery(url, options, wrong);
        return options;
    }

    private static ConfigurationOptions ParseConfiguration(string text, Func<string, Exception> wrong)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(text);
        }
        catch (ArgumentException)
        {
            throw wrong("is neither a URL nor a StackExchange.Redis configuration string: one of its options is not known or has a wrong value.");
        }

        return options.EndPoints.Count > 0 ? options : throw wrong("names no server. Write host:port, or redis://host:port.");
    }

    private static ConfigurationOptions Tcp(Uri url, Func<string, Exception> wrong)
    {
        if (url.Host.Length == 0)
        {
            throw wrong("names no host. Write redis://host:port.");
        }

        var options = new ConfigurationOptions { Ssl = url.Scheme == "rediss" };
        options.EndPoints.Add(url.DnsSafeHost, url.Port > 0 ? url.Port : DefaultPort);
        if (options.Ssl)
        {
            options.SslHost = url.DnsSafeHost;
        }

        var path = url.AbsolutePath.Trim('/');
        if (path.Length > 0)
        {
            options.DefaultDatabase = Database(path, wrong);
        }

        return options;
    }

    private static ConfigurationOptions Socket(Uri url, Func<string, Exception> wrong)
    {
        if (url.AbsolutePath.Trim('/').Length == 0)
        {
            throw wrong("names no socket. Write unix:///path/to/redis.sock.");
        }

        var options = new ConfigurationOptions();
        options.EndPoints.Add(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(url.AbsolutePath)));
        return options;
    }

    private static void ReadQuery(Uri url, ConfigurationOptions options, Func<string, Exception> wrong)
    {
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var first, var second] ? (first, Uri.UnescapeDataString(second)) : (part, "");
            options.DefaultDatabase = name == "db"
                ? Database(value, wrong)
                : throw wrong($"has the option '{name}', which is not known. Only 'db' may follow the question mark.");
        }
    }

    private static int Database(string text, Func<string, Exception> wrong) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw wrong("names a database that is not a number. Write redis://host:port/0.");
}
