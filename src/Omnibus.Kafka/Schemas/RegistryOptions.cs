using Confluent.SchemaRegistry;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Schemas;

/// <summary>Where the schema registry is, and what it is shown.</summary>
internal sealed class RegistryOptions
{
    private const string UrlName = "SchemaRegistry:Url";
    private const string UserName = "SchemaRegistry:User";
    private const string PasswordName = "SchemaRegistry:Password";
    private const string AuthorityName = "SchemaRegistry:CertificateAuthority";

    // The core tries again and knows for how long; as long as a publish waits by default.
    private const int TimeoutMilliseconds = 5_000;

    public static IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new(UrlName, SettingKind.Text, "Where a schema registry with Confluent's interface is, http:// or https://, several joined by commas. Without it, schemas are kept in a topic."),
        new(UserName, SettingKind.Text, "The user, or the key, that the registry is shown."),
        new(PasswordName, SettingKind.Text, "The password, or the secret, that the registry is shown.") { Secret = true },
        new(AuthorityName, SettingKind.Path, "A PEM file with the authority that signed the registry's certificate, where the system does not trust it."),
    ];

    public required SchemaRegistryConfig Client { get; init; }

    /// <summary>The settings; null where there is no registry.</summary>
    public static RegistryOptions? Read(TransportSettings settings)
    {
        var url = settings.Text(UrlName);
        var user = settings.Text(UserName);
        var password = settings.Text(PasswordName);
        var authority = settings.Text(AuthorityName);
        if (url is null)
        {
            return (user ?? password ?? authority) is null ? null : throw settings.Wrong(UrlName, "is missing. Set it to http:// or https:// of the registry.");
        }

        foreach (var address in url.Split(','))
        {
            if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                throw settings.Wrong(UrlName, "is no address. Write http:// or https:// of the registry.");
            }
        }

        var client = new SchemaRegistryConfig
        {
            // The client joins paths to it, and would lose the last part of one without a slash.
            Url = string.Join(',', url.Split(',').Select(address => address.Trim().TrimEnd('/') + "/")),
            RequestTimeoutMs = TimeoutMilliseconds,
            MaxRetries = 1, // with none, the client sends nothing at all
        };
        if (user is not null)
        {
            client.BasicAuthCredentialsSource = AuthCredentialsSource.UserInfo;
            client.BasicAuthUserInfo = $"{user}:{password}";
        }

        if (authority is not null)
        {
            client.SslCaLocation = File.Exists(authority) ? authority : throw settings.Wrong(AuthorityName, $"'{authority}' is not there. Name a file in PEM form.");
        }

        return new RegistryOptions { Client = client };
    }
}
