using NATS.Client.Core;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>The settings of one transport, read and checked.</summary>
internal sealed record NatsOptions
{
    /// <summary>The largest body: a server takes a megabyte by default, and the attributes need some of it.</summary>
    public const int MaxRecordBytes = 900_000;

    public static IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new("Url", SettingKind.Text, "Where the servers are: nats://user:password@host:port, tls:// for TLS, several joined by commas.") { Required = true, Secret = true },
        new("Password", SettingKind.Text, "The password, where it should not stand in Url.") { Secret = true },
        new("Token", SettingKind.Text, "A token, instead of a user.") { Secret = true },
        new("CredentialsFile", SettingKind.Path, "A .creds file with a user's JWT and seed, instead of a user."),
        new("CertificateAuthority", SettingKind.Path, "A PEM file with the authority that signed the servers' certificates, where the system does not trust it."),
        new("ConnectTimeout", SettingKind.Duration, "How long one attempt to connect may take.") { Default = "00:00:05" },
        new("CommandTimeout", SettingKind.Duration, "How long the server may take to answer.") { Default = "00:00:05" },
        new("AckWait", SettingKind.Duration, "After so long without a sign from its consumer, work is given to another one. A handler that is at work gives signs.") { Default = "00:00:30" },
        new("Replicas", SettingKind.Integer, "On how many servers of a cluster a topic is kept.") { Default = "1" },
    ];

    public required NatsOpts Client { get; init; }

    public required TimeSpan AckWait { get; init; }

    public required int Replicas { get; init; }

    public static NatsOptions Read(TransportSettings settings)
    {
        var url = settings.RequiredText("Url", "Set it to the address of a server, for example nats://localhost:4222.");
        if (!url.Split(',').All(server => Uri.TryCreate(server.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls" or "ws" or "wss"))
        {
            throw settings.Wrong("Url", "is not the address of a server. Write nats://host:port or tls://host:port.");
        }

        var timeout = settings.Duration("CommandTimeout") ?? TimeSpan.FromSeconds(5);
        var (password, token, credentials) = (settings.Text("Password"), settings.Text("Token"), settings.Text("CredentialsFile"));
        return new NatsOptions
        {
            AckWait = settings.Duration("AckWait") ?? TimeSpan.FromSeconds(30),
            Replicas = settings.Integer("Replicas", 1, 5) ?? 1,
            Client = NatsOpts.Default with
            {
                Url = url,
                AuthOpts = new NatsAuthOpts { Username = UserOf(url), Password = password, Token = token, CredsFile = credentials },
                TlsOpts = new NatsTlsOpts { CaFile = settings.Text("CertificateAuthority") },
                ConnectTimeout = settings.Duration("ConnectTimeout") ?? TimeSpan.FromSeconds(5),
                CommandTimeout = timeout,
                RequestTimeout = timeout,
                ReconnectWaitMin = TimeSpan.FromMilliseconds(100),
                ReconnectWaitMax = TimeSpan.FromSeconds(2),
            },
        };
    }

    private static string? UserOf(string url) => new Uri(url.Split(',')[0].Trim()).UserInfo is { Length: > 0 } user ? Uri.UnescapeDataString(user.Split(':')[0]) : null;
}
