using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Omnibus.Commands.Understanding;

/// <summary>Finds which of the sources of a configuration a value comes from.</summary>
internal static class ValueSource
{
    public static string Of(IConfigurationRoot configuration, string path) => Find(configuration, path, isOutermost: true) ?? "?";

    private static string? Find(IConfigurationRoot configuration, string path, bool isOutermost)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (!provider.TryGet(path, out _))
            {
                continue;
            }

            if (provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } && Find(inner, path, isOutermost: false) is { } found)
            {
                return found;
            }

            return provider switch
            {
                FileConfigurationProvider file => file.Source.Path ?? "a file",
                EnvironmentVariablesConfigurationProvider => $"environment variable {path.Replace(":", "__", StringComparison.Ordinal)}",
                MemoryConfigurationProvider => isOutermost ? "the command line" : "the application's code",
                _ => provider.ToString() ?? provider.GetType().Name,
            };
        }

        return null;
    }
}
