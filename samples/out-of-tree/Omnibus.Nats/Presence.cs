using NATS.Client.Core;

namespace Omnibus.Nats;

/// <summary>
/// Says who the members of a group are. The server does not know: whoever wants to, asks them. A question to which nobody listens is answered by the server at
/// once, so that a group without members is known for sure, however its last one ended.
/// </summary>
internal sealed class Presence : IAsyncDisposable
{
    private static readonly NatsSubOpts s_patience = new() { StartUpTimeout = TimeSpan.FromSeconds(2), IdleTimeout = TimeSpan.FromMilliseconds(200), ThrowIfNoResponders = true };

    private readonly List<(INatsSub<byte[]> Questions, Task Answering)> _topics = [];

    private Presence()
    {
    }

    public static async ValueTask<Presence> BeginAsync(NatsLink link, IReadOnlyList<PullSource> sources, string member, CancellationToken cancellationToken)
    {
        var presence = new Presence();
        try
        {
            var connection = await link.OpenAsync(cancellationToken).ConfigureAwait(false);
            foreach (var source in sources)
            {
                var questions = await connection.SubscribeCoreAsync<byte[]>(
                    NatsNames.MembersOf(NatsNames.StreamOf(source.Topic), source.Consumer), cancellationToken: CancellationToken.None).ConfigureAwait(false);
                presence._topics.Add((questions, AnswerAsync(questions, member)));
            }

            // The server knows that we listen when it answers this.
            await connection.PingAsync(cancellationToken).ConfigureAwait(false);
            return presence;
        }
        catch
        {
            // A member that never came to be must not answer.
            await presence.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async ValueTask<IReadOnlyList<string>> AskAsync(NatsConnection connection, string stream, string durable, CancellationToken cancellationToken)
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var answer in connection.RequestManyAsync<byte[], string>(
                NatsNames.MembersOf(stream, durable), [], replyOpts: s_patience, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                members.Add(answer.Data ?? "");
            }
        }
        catch (NatsNoRespondersException)
        {
            return [];
        }
        catch (NatsNoReplyException)
        {
        }

        return members.Count > 0 ? [.. members] : ["(does not answer)"];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (questions, answering) in _topics)
        {
            await NatsConsumer.TryAsync(async () =>
            {
                await questions.UnsubscribeAsync().ConfigureAwait(false);
                await answering.ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(INatsSub<byte[]> questions, string member)
    {
        await foreach (var question in questions.Msgs.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await question.ReplyAsync(member).ConfigureAwait(false);
            }
            catch (NatsException)
            {
                // The connection is gone, and whoever asked will ask again.
            }
        }
    }
}
