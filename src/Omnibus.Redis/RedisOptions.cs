using System.Net;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Producing;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>The settings of one Redis transport, checked. Immutable.</summary>
internal sealed class RedisOptions
{
    /// <summary>Every setting, for documentation and validation.</summary>
    public static IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new("Url", SettingKind.Text, "Where the server is: redis://user:password@host:port/database, rediss:// for TLS, unix://path, or a StackExchange.Redis configuration string.")
        {
            Required = true,
            Secret = true,
        },
        new("Password", SettingKind.Text, "The password, where it should not stand in Url.") { Secret = true },
        new("CertificateAuthority", SettingKind.Path, "A PEM file with the authority that signed the server's certificate, where the system does not trust it."),
        new("ConnectTimeout", SettingKind.Duration, "How long one attempt to connect may take.") { Default = "00:00:05" },
        new("CommandTimeout", SettingKind.Duration, "How long the server may take to answer a command of administration, a lease or a settlement.")
        {
            Default = "00:00:05",
        },
        new("ClaimAfter", SettingKind.Duration, "With Ordering None: after so long without a sign from its consumer, work is given to another one. A handler that is at work gives signs.")
        {
            Default = "00:00:30",
        },
        new("WaitForReplicas", SettingKind.Integer, "Publishing completes when so many replicas have the entries, too (WAIT)."),
        new("WaitForDisk", SettingKind.Boolean, "Publishing completes when the append-only file is on the disk of the server, and of the replicas that are waited for (WAITAOF, Redis 7.2).")
        {
            Default = "false",
        },
        new("MaxLength", SettingKind.Integer, "About how many entries a stream keeps: each publication trims what is older, whether it was read or not."),
    ];

    /// <summary>Less than this, and a consumer would need luck to give its sign in time.</summary>
    private static readonly TimeSpan s_leastClaim = TimeSpan.FromSeconds(3);

    private static readonly CommandMap s_withoutSubscriptions =
        CommandMap.Create(new HashSet<string> { "SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE" }, available: false);

    private readonly ConfigurationOptions _client;

    private RedisOptions(ConfigurationOptions client)
    {
        _client = client;
        Address = string.Join(",", client.EndPoints.Select(AddressOf));
    }

    /// <summary>How long the server may take to answer.</summary>
    public TimeSpan CommandTimeout { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>After so long without a sign shared work is taken away from its consumer.</summary>
    public TimeSpan ClaimAfter { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>What publishing waits for beside the server's answer; null: nothing.</summary>
    public Durability? Durability { get; private init; }

    /// <summary>About how many entries publishing leaves in a stream; null: all.</summary>
    public int? MaxLength { get; private init; }

    /// <summary>The servers, without user and password.</summary>
    public string Address { get; }

    /// <summary>Reads and checks the settings.</summary>
    public static RedisOptions Read(TransportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var url = settings.RequiredText("Url", "Set it to redis://host:6379, or to a StackExchange.Redis configuration string.");
        var client = RedisUrl.Parse(url, problem => settings.Wrong("Url", problem));
        client.Password = settings.Text("Password") ?? client.Password;
        if (settings.Text("CertificateAuthority") is { } authority)
        {
            Trust(client, authority, settings);
        }

        client.ConnectTimeout = Milliseconds(settings.Duration("ConnectTimeout") ?? TimeSpan.FromSeconds(5));
        var options = new RedisOptions(client)
        {
            CommandTimeout = settings.Duration("CommandTimeout") ?? TimeSpan.FromSeconds(5),
            ClaimAfter = settings.Duration("ClaimAfter") ?? TimeSpan.FromSeconds(30),
            Durability = Durability.Of(settings.Integer("WaitForReplicas", 0, 100) ?? 0, settings.Boolean("WaitForDisk", false)),
            MaxLength = settings.Integer("MaxLength", 1, int.MaxValue),
        };
        return options.ClaimAfter >= s_leastClaim
            ? options
            : throw settings.Wrong("ClaimAfter", $"is too short: consumers give a sign only now and then. Write at least {s_leastClaim}.");
    }

    /// <summary>What the client is given for one connection.</summary>
    public ConfigurationOptions ForClient(string name, TimeSpan answerWithin)
    {
        var client = _client.Clone();
        client.ClientName = _client.ClientName ?? name;
        client.AsyncTimeout = Milliseconds(answerWithin);
        client.SyncTimeout = client.AsyncTimeout;

        // An absent server is a failure now and not later: the core waits, and knows what it is waiting for.
        client.AbortOnConnectFail = true;
        client.ConnectRetry = 1;
        client.BacklogPolicy = BacklogPolicy.FailFast;
        client.ReconnectRetryPolicy = new ExponentialRetry(100, 5000);

        // Nobody here subscribes, and the client's own ways to spread news about servers cost a second connection and further permissions.
        client.ConfigurationChannel = "";
        client.TieBreaker = "";
        if (ReferenceEquals(client.CommandMap, CommandMap.Default))
        {
            client.CommandMap = s_withoutSubscriptions;
        }

        // INFO, for the probe. Nothing else of what this allows is used.
        client.AllowAdmin = true;
        return client;
    }

    private static void Trust(ConfigurationOptions client, string authority, TransportSettings settings)
    {
        try
        {
            client.TrustIssuer(authority);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw settings.Wrong("CertificateAuthority", $"'{authority}' cannot be read as a certificate. Name a file in PEM form.");
        }
    }

    private static string AddressOf(EndPoint place) => place switch
    {
        DnsEndPoint named => $"{named.Host}:{named.Port}",
        _ => place.ToString() ?? "",
    };

    private static int Milliseconds(TimeSpan duration) => (int)Math.Clamp(duration.TotalMilliseconds, 1, int.MaxValue);
}
