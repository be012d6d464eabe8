using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Hosting;

/// <summary>Makes the topics of one transport on first use, where configuration allows it, and holds existing ones against it.</summary>
internal sealed class TopicCreator(BusConfiguration configuration, ITransport transport)
{
    /// <summary>Makes a topic if it may; false where it is not there afterwards.</summary>
    public async ValueTask<bool> TryCreateAsync(string fullName, CancellationToken cancellationToken)
    {
        var topic = Configured(fullName);
        if (transport is not ITopicAdministrator administrator || topic is { Create: false })
        {
            return false;
        }

        await administrator.CreateAsync(
            new TopicSpecification(fullName) { Partitions = topic?.Partitions, Retention = topic?.Retention }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Has the topic be there, with the partitions that configuration names.</summary>
    /// <exception cref="OmnibusException">It is not there and may not be made, or it has other partitions.</exception>
    public async ValueTask EnsureAsync(string fullName, CancellationToken cancellationToken)
    {
        if (transport is not ITopicAdministrator administrator)
        {
            return;
        }

        var existing = await administrator.DescribeAsync(fullName, cancellationToken).ConfigureAwait(false);
        if (existing is null)
        {
            if (!await TryCreateAsync(fullName, cancellationToken).ConfigureAwait(false))
            {
                throw Faults.TopicMissing(configuration.ShortName(fullName));
            }
        }
        else if (Configured(fullName)?.Partitions is { } wanted && wanted != existing.Partitions.Count)
        {
            throw Faults.OtherPartitions(configuration.ShortName(fullName), wanted, existing.Partitions.Count);
        }
    }

    private TopicConfiguration? Configured(string fullName) => configuration.Topics.GetValueOrDefault(configuration.ShortName(fullName));
}
