using Omnibus.Encodings;

namespace Omnibus.Testing;

/// <summary>Publishes the lines of a capture on the bus of a test: each event with the type, id, time, key and data that it had.</summary>
internal sealed class Replay(Testbed testbed)
{
    /// <summary>Returns how many were stored.</summary>
    /// <exception cref="EventDataException">A line is not an event. Those before it are stored.</exception>
    public async Task<int> RunAsync(TextReader lines, CancellationToken cancellationToken)
    {
        using var publishing = testbed.Ledger.Publishing();
        var stored = 0;
        for (var number = 1L; await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text; number++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                await PublishAsync(text, number, cancellationToken).ConfigureAwait(false);
                stored++;
            }
        }

        return stored;
    }

    private async Task PublishAsync(string text, long number, CancellationToken cancellationToken)
    {
        var any = testbed.Runtimes is [var first, ..] ? first : throw new InvalidOperationException("No host has been started on this bus. Start one before you replay.");
        var line = EventText.Parse(System.Text.Encoding.UTF8.GetBytes(text), number, new EventLineDefaults(any.Configuration.Source, TimeProvider.System));

        // Whoever knows the type encodes it as its services do.
        var type = line.Metadata.Type;
        var runtime = testbed.Runtimes.FirstOrDefault(candidate => candidate.Registrations.Events.ContainsKey(type)) ?? any;
        var definition = runtime.Registrations.Events.GetValueOrDefault(type);
        var (metadata, body) = (line.Metadata, line.Body);
        if (line.Json is { } json)
        {
            metadata = metadata with { DataContentType = ContentTypes.Json };
            if (definition?.ContentTypes.Contains(ContentTypes.Json) ?? false)
            {
                var made = EventBody.FromJson(definition, json, line.JsonLine, definition.Key, "data");
                metadata = metadata with { DataContentType = made.ContentType, PartitionKey = metadata.PartitionKey ?? made.Key };
                body = made.Bytes;
            }
        }

        var configuration = runtime.Configuration;
        var topic = line.Topic ?? configuration.Routes.FirstOrDefault(route => route.EventType == type)?.Topic ?? definition?.Topic ?? type;
        var transport = configuration.Transport ?? throw new InvalidOperationException("Omnibus:Transport is none: nothing can be replayed.");
        var receipt = await runtime.PublishRecordAsync(metadata, transport, topic, body, cancellationToken).ConfigureAwait(false);
        testbed.Ledger.Stored(Place.Of(configuration, transport, topic, receipt.Route.Partition, receipt.Route.Position));
    }
}
