namespace Omnibus.Configuration;

/// <summary>Reads <c>Omnibus:Topics</c>.</summary>
internal static class TopicReader
{
    public static IReadOnlyDictionary<string, TopicConfiguration> Read(OptionReader root, ConfigurationProblems problems)
    {
        var topics = new Dictionary<string, TopicConfiguration>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in root.Sections("Topics"))
        {
            var options = OptionReader.Of(section, problems);
            topics[section.Name] = new TopicConfiguration(section.Name)
            {
                Partitions = options.Integer("Partitions", 1, int.MaxValue),
                Retention = options.Duration("Retention"),
                Create = options.Boolean("Create", true),
            };
            options.ReportUnknown();
        }

        return topics;
    }
}
