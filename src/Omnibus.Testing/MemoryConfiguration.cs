using Microsoft.Extensions.Configuration;
using Omnibus.Memory;

namespace Omnibus.Testing;

/// <summary>An application's configuration with every transport in memory.</summary>
internal static class MemoryConfiguration
{
    private const string Default = "Omnibus:Transport";
    private const string Entries = "Omnibus:Transports";
    private const string Memory = "memory";

    /// <summary>
    /// The section <c>Omnibus</c> as it is, but for the transports: what is named stays named and is a store in memory. The default transport of every host is
    /// the same store, whatever its name; others are shared by those who name them alike.
    /// </summary>
    public static IConfiguration Of(IConfiguration configuration, BusRegistrations registrations, string store)
    {
        registrations.Add(new MemoryFactory());
        var values = configuration.GetSection("Omnibus").AsEnumerable()
            .Where(option => option.Value is not null && !option.Key.StartsWith($"{Entries}:", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var main = values.GetValueOrDefault(Default) ?? Memory;
        values[Default] = main;
        foreach (var transport in NamesIn(configuration).Append(main).Where(name => name != "none").ToHashSet(StringComparer.OrdinalIgnoreCase))
        {
            var isMain = string.Equals(transport, main, StringComparison.OrdinalIgnoreCase);
            values[$"{Entries}:{transport}:Driver"] = Memory;
            values[$"{Entries}:{transport}:Name"] = isMain ? store : $"{store}/{transport}";
        }

        foreach (var consumer in registrations.Consumers)
        {
            var path = $"Omnibus:Consume:{consumer.Name}";
            values[$"{path}:Start"] = "Earliest";
            values[$"{path}:Retry:FirstDelay"] = "00:00:00.001";
            values[$"{path}:Retry:MaxDelay"] = "00:00:00.001";
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static IEnumerable<string> NamesIn(IConfiguration configuration) =>
        configuration.GetSection(Entries).GetChildren().Select(entry => entry.Key)
            .Concat(configuration.GetSection("Omnibus:Publish").GetChildren()
                .Concat(configuration.GetSection("Omnibus:Consume").GetChildren())
                .Select(section => section["Transport"]).OfType<string>());
}
