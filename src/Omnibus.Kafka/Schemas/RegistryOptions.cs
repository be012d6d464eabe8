using Confluent.SchemaRegistry;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Schemas;

/// <summary>Where the schema registry is, and what it is shown.</summary>
internal sealed class RegistryOptions
{
    private const string UrlName = "SchemaRegistry:Url";
    private const string UserName = "SchemaRegistry:User";
    private const string PasswordName = "SchemaRegistry:Password";
    private const string TokenName = "SchemaRegistry:Token";
    private const string AuthorityName = "SchemaRegistry:CertificateAuthority";
    private const string TimeoutName = "SchemaRegistry:Timeout";
    private const string RegistrationName = "SchemaRegistry:Registration";

    // As long as a publish waits by default.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new(UrlName, SettingKind.Text, "Where a schema registry with Confluent's interface is, http:// or https://, several joined by commas. Without it, schemas are kept in a topic."),
        new(UserName, SettingKind.Text, "The user, or the key, that the registry is shown."),
        new(PasswordName, SettingKind.Text, "The password, or the secret, that the registry is shown.") { Secret = true },
        new(TokenName, SettingKind.Text, "The bearer token that the registry is shown, instead of a user.") { Secret = true },
        new(AuthorityName, SettingKind.Path, "A PEM file with the authority that signed the registry's certificate, where the system does not trust it."),
        new(TimeoutName, SettingKind.Duration, "How long the registry may take for an answer.") { Default = "00:00:05" },
        new(RegistrationName, SettingKind.Choice, "Whether schemas that the registry lacks are registered (Auto) or fail the events that need them (Never).")
        {
            Default = nameof(SchemaRegistrationMode.Auto),
            Choices = Enum.GetNames<SchemaRegistrationMode>(),
        },
    ];

    public required SchemaRegistryConfig Client { get; init; }

    /// <summary>A bearer token; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>What becomes of a schema that the registry lacks.</summary>
    public SchemaRegistrationMode Registration { get; init; }

    /// <summary>The settings; null where there is no registry.</summary>
    public static RegistryOptions? Read(TransportSettings settings)
    {
        var url = settings.Text(UrlName);
        var user = settings.Text(UserName);
        var password = settings.Text(PasswordName);
        var token = settings.Text(TokenName);
        var authority = settings.Text(AuthorityName);
        var timeout = settings.Duration(TimeoutName);
        var registration = settings.Choice(RegistrationName, SchemaRegistrationMode.Auto);
        if (url is null)
        {
            return (user ?? password ?? token ?? authority) is null && timeout is null && registration == SchemaRegistrationMode.Auto ? null : throw settings.Wrong(UrlName, "is missing. Set it to http:// or https:// of the registry.");
        }

        if (token is not null && (user ?? password) is not null)
        {
            throw settings.Wrong(TokenName, "stands beside a user. Set one of them.");
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
            RequestTimeoutMs = (int)Math.Min(int.MaxValue, (timeout ?? s_timeout).TotalMilliseconds),
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

        return new RegistryOptions { Client = client, Token = token, Registration = registration };
    }
}

/// <summary>What becomes of a schema that the registry lacks.</summary>
internal enum SchemaRegistrationMode
{
    /// <summary>It is registered.</summary>
    Auto,

    /// <summary>Whoever needs it fails: somebody else registers schemas.</summary>
    Never,
}
