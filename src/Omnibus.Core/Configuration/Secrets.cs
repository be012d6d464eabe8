using System.Text.RegularExpressions;
using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Knows secrets by the names of their settings and by the way in which addresses and lists of options have them, and puts stars in their place.</summary>
internal static partial class Secrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Masked = "***";

    /// <summary>Whether a setting is one: its driver says so, or its name, which may be a client's own, sounds like one.</summary>
    public static bool Has(IEnumerable<SettingInfo> settings, string setting) =>
        SoundSecret(setting)
        || settings.Any(info => info.Secret && (string.Equals(info.Name, setting, StringComparison.OrdinalIgnoreCase) || setting.StartsWith($"{info.Name}:", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether the name of a setting sounds like a secret.</summary>
    public static bool SoundSecret(string setting) => SecretName().IsMatch(setting);

    /// <summary>A text without the passwords inside its addresses and lists of options.</summary>
    public static string Without(string text) => OptionSecret().Replace(UrlSecret().Replace(text, $"://{Masked}@"), $"$1={Masked}");

    /// <summary>The same for what a driver says that was given settings: their secrets are not in it either.</summary>
    public static string Without(string text, IReadOnlyList<SettingInfo> settings, SettingsReader given)
    {
        // The longest first: one may be a part of another.
        foreach (var secret in settings.SelectMany(info => Values(info, given)).Distinct().OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return Without(text);

        IEnumerable<string> Values(SettingInfo info, SettingsReader reader) => reader.Section(info.Name)
            .Select(option => (Name: $"{info.Name}:{option.Key}", option.Value)).Append((info.Name, Value: reader.Text(info.Name)))
            .Where(option => !string.IsNullOrEmpty(option.Value) && Has(settings, option.Name)).Select(option => option.Value!);
    }

    [GeneratedRegex("password|passwd|secret|token|credential|private|apikey|\\.key|jaas", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("://[^/@\\s]*@")]
    private static partial Regex UrlSecret();

    [GeneratedRegex("\\b(password|pwd|secret|token)=[^,;\\s]*", RegexOptions.IgnoreCase)]
    private static partial Regex OptionSecret();
}
