using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Checks the text of one setting against its description.</summary>
internal static class SettingCheck
{
    /// <summary>What is wrong with a setting; null where nothing is.</summary>
    public static SettingException? WhyNot(SettingInfo setting, SettingsReader settings, bool required)
    {
        if (settings.Text(setting.Name) is null)
        {
            return required && setting.Required ? settings.Wrong(setting.Name, $"is missing. {setting.Description}") : null;
        }

        // What a driver says of a wrong secret is its own affair: nothing here may repeat one.
        if (setting.Secret)
        {
            return null;
        }

        try
        {
            Read(setting, settings);
            return null;
        }
        catch (SettingException exception)
        {
            return exception;
        }
    }

    private static void Read(SettingInfo setting, SettingsReader settings)
    {
        switch (setting.Kind)
        {
            case SettingKind.Boolean:
                settings.Boolean(setting.Name, false);
                break;
            case SettingKind.Integer:
                settings.Integer(setting.Name);
                break;
            case SettingKind.Duration:
                settings.Duration(setting.Name, zero: true);
                break;
            case SettingKind.Bytes:
                settings.Bytes(setting.Name);
                break;
            case SettingKind.Choice when !setting.Choices.Contains(settings.Text(setting.Name)!, StringComparer.OrdinalIgnoreCase):
                throw settings.Wrong(setting.Name, $"'{settings.Text(setting.Name)}' is not one of {string.Join(", ", setting.Choices)}.");
            default:
                break;
        }
    }
}
