using System.Text;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Keeps schemas in a stream of their own: each text once below its fingerprint, and each use of one below its topic. What is there already is refused by the
/// server, so that writers need not agree.
/// </summary>
internal static class NatsSchemas
{
    private const string Prefix = "ni:///sha-256-128;";
    private const string Subjects = "omnibus.s.";
    private const int WrongSequence = 10071;

    public static async ValueTask<SchemaMark> RegisterAsync(NatsLink link, SchemaRegistration schema, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        await jetStream.CreateStreamAsync(
            new StreamConfig(NatsNames.Schemas, [$"{Subjects}>"]) { NumReplicas = link.Options.Replicas, Storage = StreamConfigStorage.File }, cancellationToken).ConfigureAwait(false);
        var print = PrintOf(schema.Fingerprint) ?? throw new ArgumentException($"'{schema.Fingerprint}' is no fingerprint.", nameof(schema));
        await StoreAsync(jetStream, $"{Subjects}text.{print}", schema.Text, cancellationToken).ConfigureAwait(false);
        await StoreAsync(jetStream, $"{Subjects}topic.{NatsNames.StreamOf(schema.Topic)}.{schema.Role}.{print}", schema.RecordName, cancellationToken).ConfigureAwait(false);
        return new SchemaMark(null, schema.Fingerprint);
    }

    public static async ValueTask<string?> GetAsync(NatsLink link, SchemaMark mark, CancellationToken cancellationToken) =>
        PrintOf(mark.Text) is { } print && await FindAsync(link, new StreamMsgGetRequest { LastBySubj = $"{Subjects}text.{print}" }, cancellationToken).ConfigureAwait(false) is { } stored
            ? Encoding.UTF8.GetString(stored.Data.Span)
            : null;

    public static async ValueTask<IReadOnlyList<TopicSchema>> ListAsync(NatsLink link, string topic, CancellationToken cancellationToken)
    {
        var schemas = new List<TopicSchema>();
        var place = $"{Subjects}topic.{NatsNames.StreamOf(topic)}.";
        for (ulong next = 1;
            await FindAsync(link, new StreamMsgGetRequest { Seq = next, NextBySubj = $"{place}>" }, cancellationToken).ConfigureAwait(false) is { } stored;
            next = stored.Seq + 1)
        {
            var parts = stored.Subject[place.Length..].Split('.');
            schemas.Add(new TopicSchema(Enum.Parse<SchemaRole>(parts[0]), Encoding.UTF8.GetString(stored.Data.Span), new SchemaMark(null, Prefix + parts[1])));
        }

        return schemas;
    }

    private static string? PrintOf(string? mark) => mark?.StartsWith(Prefix, StringComparison.Ordinal) == true ? mark[Prefix.Length..] : null;

    private static async ValueTask StoreAsync(NatsJSContext jetStream, string subject, string text, CancellationToken cancellationToken)
    {
        var answer = await jetStream.PublishAsync(
            subject, Encoding.UTF8.GetBytes(text), opts: new NatsJSPubOpts { ExpectedLastSubjectSequence = 0 }, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (answer.Error is { } error && error.ErrCode != WrongSequence)
        {
            throw new NatsJSApiException(error);
        }
    }

    private static async ValueTask<StoredMessage?> FindAsync(NatsLink link, StreamMsgGetRequest request, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await NatsTopics.FindStreamAsync(jetStream, NatsNames.Schemas, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return null;
        }

        try
        {
            return (await stream.GetAsync(request, cancellationToken).ConfigureAwait(false)).Message;
        }
        catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
        {
            return null;
        }
    }
}
