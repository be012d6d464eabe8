using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Pipeline;

namespace Omnibus.Recovery;

/// <summary>Makes a dead letter of the record that a group would go on with, so that it can be passed over and is not lost.</summary>
internal static class SkippedRecord
{
    /// <summary>The reason of letters that no handler failed: an operator passed the record over.</summary>
    public const string Reason = "Skipped";

    /// <summary>Stores the record at a position, or the first behind it, as a dead letter. Null: there is none.</summary>
    /// <exception cref="OmnibusException">It cannot be read, or cannot be stored.</exception>
    public static async Task<Position?> BuryAsync(
        BusRuntime runtime, TransportRuntime transport, string group, TopicPartition partition, Position from, CancellationToken cancellationToken)
    {
        Task? storing = null;
        Position? found = null;
        var source = GroupTopics.SourceOfRedrive(runtime.Configuration.ShortName(partition.Topic), group);
        await WholeTopic.ReadAsync(
            transport,
            partition.Topic,
            delivery =>
            {
                if (storing is null && delivery.Partition == partition.Partition && delivery.Position >= from)
                {
                    found = delivery.Position;
                    storing = runtime.CopyAsync(
                        delivery,
                        transport.Name,
                        GroupTopics.LettersOf(source, group),
                        static name => !name.StartsWith(DeadLetterHeaders.Prefix, StringComparison.Ordinal),
                        copy =>
                        {
                            copy.AddHeader(DeadLetterHeaders.Reason, Reason);
                            copy.AddHeader(DeadLetterHeaders.Handler, "");
                            copy.AddHeader(DeadLetterHeaders.Attempts, "0");
                            copy.AddHeader(DeadLetterHeaders.Topic, source);
                            copy.AddHeader(DeadLetterHeaders.Partition, partition.Partition.ToString(CultureInfo.InvariantCulture));
                            copy.AddHeader(DeadLetterHeaders.Position, delivery.Position.ToString());
                            copy.AddHeader(DeadLetterHeaders.Group, group);
                            copy.AddHeader(DeadLetterHeaders.Time, transport.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
                        });
                }

                return new(storing is null);
            },
            cancellationToken).ConfigureAwait(false);
        await (storing ?? Task.CompletedTask).ConfigureAwait(false);
        return found;
    }
}
