namespace Omnibus.Configuration;

/// <summary>Reads the options of publishing that hold for every route.</summary>
internal static class PublishingReader
{
    private const string QueueBytes = "PublishQueueBytes";

    public static PublishingDefaults Read(OptionReader root)
    {
        var bytes = root.Bytes(QueueBytes) ?? Defaults.QueueBytes;
        if (bytes < Defaults.LeastQueueBytes)
        {
            root.Problem(QueueBytes, $"{bytes} bytes hold hardly an event. Set it to at least {Defaults.LeastQueueBytes >> 20} MB.");
        }

        return new PublishingDefaults
        {
            Timeout = root.Duration("PublishTimeout") ?? Defaults.PublishTimeout,
            QueueRecords = root.Integer("PublishQueueRecords", 1, int.MaxValue) ?? Defaults.QueueRecords,
            QueueBytes = bytes,
        };
    }
}
