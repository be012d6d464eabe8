using System.Globalization;
using Omnibus.Pipeline;

namespace Omnibus.Recovery;

/// <summary>
/// Redrives or drops dead letters. A letter is settled only after its record is stored for the group again, so that an end at any instant loses nothing;
/// what such an end left unsettled is found in the redrive topic the next time and not stored twice. One operator at a time works on a topic.
/// </summary>
/// <param name="runtime">The bus that is written with.</param>
/// <param name="log">The letters.</param>
/// <param name="who">Who this is, unique to this run.</param>
internal sealed class LetterWork(BusRuntime runtime, DeadLetterLog log, string who)
{
    private const string Redriving = "redrive";
    private const string Dropping = "drop";
    private const int Batch = 100;

    /// <summary>What was done so far, also where the work ends by an exception.</summary>
    public LetterCounts Counts { get; } = new();

    /// <summary>Stores the chosen letters for their group again.</summary>
    /// <exception cref="OmnibusException">Something failed; <see cref="Counts"/> says how far it came.</exception>
    public Task RedriveAsync(LetterSelection selection, RedriveOptions options, CancellationToken cancellationToken) => WorkAsync(
        Redriving,
        options.TakeOver,
        state => Guarded(selection.Of(state.Letters), options.MostRedrives),
        async chosen =>
        {
            await runtime.EnsureTopicAsync(log.Transport, log.RedriveTopic, cancellationToken).ConfigureAwait(false);
            var stored = await log.ReadRedrivenAsync(cancellationToken).ConfigureAwait(false);
            var found = chosen.Where(letter => stored.Contains(letter.Identity)).ToList();
            await log.SettleAsync(who, Redriving, found).ConfigureAwait(false);
            Counts.Found = found.Count;
            await StoreAsync([.. chosen.Except(found)], options, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Settles the chosen letters and does nothing else with them.</summary>
    /// <exception cref="OmnibusException">Something failed; <see cref="Counts"/> says how far it came.</exception>
    public Task DropAsync(LetterSelection selection, bool takeOver, CancellationToken cancellationToken) => WorkAsync(
        Dropping,
        takeOver,
        state => selection.Of(state.Letters),
        async chosen =>
        {
            foreach (var batch in chosen.Chunk(Batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await log.SettleAsync(who, Dropping, batch).ConfigureAwait(false);
                Counts.Done += batch.Length;
            }
        },
        cancellationToken);

    private async Task WorkAsync(
        string action,
        bool takeOver,
        Func<DeadLetterState, IReadOnlyList<DeadLetter>> choose,
        Func<IReadOnlyList<DeadLetter>, Task> work,
        CancellationToken cancellationToken)
    {
        try
        {
            await WorkAloneAsync(action, takeOver, choose, work, cancellationToken).ConfigureAwait(false);
        }
        catch (OmnibusException exception) when (exception.Routes.Count > 0)
        {
            // A publisher that waits in vain says only that its time ran out; an operator must know what it waited for.
            var cause = exception.InnerException is { } inner and not TimeoutException ? inner : exception;
            throw Faults.TopicUnusable(exception.Routes[0].Topic, log.Transport.Name, log.Transport.Classify(cause), cause);
        }
    }

    private async Task WorkAloneAsync(
        string action,
        bool takeOver,
        Func<DeadLetterState, IReadOnlyList<DeadLetter>> choose,
        Func<IReadOnlyList<DeadLetter>, Task> work,
        CancellationToken cancellationToken)
    {
        if (await log.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } before || choose(before).Count == 0)
        {
            return;
        }

        var others = takeOver ? before.Operators.Select(static one => one.Operator).ToList() : [];
        await log.AppendAsync(new DeadLetterEntry(DeadLetterEntryKind.Began, who, action) { Replaces = others }).ConfigureAwait(false);
        try
        {
            // Whoever stands first in the topic has it. What the others settled before is seen now.
            var state = (await log.ReadAsync(cancellationToken).ConfigureAwait(false))!;
            if (state.Operators is [var first, ..] && first.Operator != who)
            {
                throw Faults.AnotherOperator(log.Topic, first.Operator, first.Action, first.Time);
            }

            await work(choose(state)).ConfigureAwait(false);
        }
        catch
        {
            await TryEndAsync(action).ConfigureAwait(false);
            throw;
        }

        await log.AppendAsync(new DeadLetterEntry(DeadLetterEntryKind.Ended, who, action)).ConfigureAwait(false);
    }

    /// <summary>What made the work fail may keep its end from being noted too: then the next operator must take over, and is told so.</summary>
    private async Task TryEndAsync(string action)
    {
        try
        {
            await log.AppendAsync(new DeadLetterEntry(DeadLetterEntryKind.Ended, who, action)).ConfigureAwait(false);
        }
        catch (OmnibusException)
        {
            Counts.EndIsNoted = false;
        }
    }

    private List<DeadLetter> Guarded(IReadOnlyList<DeadLetter> letters, int mostRedrives)
    {
        var chosen = letters.Where(letter => letter.Redrives < mostRedrives).ToList();
        Counts.Guarded = letters.Count - chosen.Count;
        return chosen;
    }

    private async Task StoreAsync(IReadOnlyList<DeadLetter> letters, RedriveOptions options, CancellationToken cancellationToken)
    {
        var time = log.Transport.Time;
        var chosen = letters.ToDictionary(static letter => letter.Identity, StringComparer.Ordinal);
        var size = options.Rate is { } rate ? (int)Math.Clamp(rate, 1, Batch) : Batch;
        var pending = new List<(DeadLetter Letter, Task<PublishReceipt> Storing)>(size);
        var began = time.GetTimestamp();
        await log.ReadAsync(
            cancellationToken,
            async (letter, delivery) =>
            {
                if (!chosen.Remove(letter.Identity))
                {
                    return;
                }

                pending.Add((letter, runtime.CopyAsync(
                    delivery,
                    log.Transport.Name,
                    log.RedriveTopic,
                    options.AllHandlers ? s_withoutHandler : s_keeps,
                    copy =>
                    {
                        copy.AddHeader(DeadLetterHeaders.Redrives, (letter.Redrives + 1).ToString(CultureInfo.InvariantCulture));
                        copy.AddHeader(DeadLetterHeaders.Letter, letter.Identity);
                    })));
                if (pending.Count >= size || chosen.Count == 0)
                {
                    await FinishAsync(pending).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (options.Rate is { } most && chosen.Count > 0)
                    {
                        var due = TimeSpan.FromSeconds(Counts.Done / most) - time.GetElapsedTime(began);
                        await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
                    }
                }
            }).ConfigureAwait(false);
        await FinishAsync(pending).ConfigureAwait(false);
    }

    private static readonly Func<string, bool> s_keeps = static name => name is not (DeadLetterHeaders.Redrives or DeadLetterHeaders.Letter);
    private static readonly Func<string, bool> s_withoutHandler = static name => s_keeps(name) && name != DeadLetterHeaders.Handler;

    /// <summary>Waits until a batch is stored, settles what is, and then throws what failed.</summary>
    private async Task FinishAsync(List<(DeadLetter Letter, Task<PublishReceipt> Storing)> pending)
    {
        var all = Task.WhenAll(pending.Select(static one => one.Storing));
        await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var stored = pending.Where(static one => one.Storing.IsCompletedSuccessfully).Select(static one => one.Letter).ToList();
        pending.Clear();
        Counts.Unsettled += stored.Count;
        await log.SettleAsync(who, Redriving, stored).ConfigureAwait(false);
        Counts.Unsettled -= stored.Count;
        Counts.Done += stored.Count;
        await all.ConfigureAwait(false);
    }
}

/// <summary>How an operator wants letters redriven.</summary>
internal sealed record RedriveOptions
{
    /// <summary>The most in a second; null: as fast as they are stored.</summary>
    public double? Rate { get; init; }

    /// <summary>Letters that were redriven so often are left alone.</summary>
    public int MostRedrives { get; init; } = LetterSelection.DefaultMostRedrives;

    /// <summary>Every handler of the group gets them, not only those that failed.</summary>
    public bool AllHandlers { get; init; }

    /// <summary>Operators that began and did not end are taken to be dead.</summary>
    public bool TakeOver { get; init; }
}

/// <summary>How far an operator's work came.</summary>
internal sealed class LetterCounts
{
    /// <summary>Letters that were redriven or dropped, and settled.</summary>
    public int Done { get; set; }

    /// <summary>Letters that an earlier run had stored already, and that are settled now.</summary>
    public int Found { get; set; }

    /// <summary>Letters that were stored for the group and could not be settled. The next run finds them.</summary>
    public int Unsettled { get; set; }

    /// <summary>Letters that were left alone because they were redriven too often.</summary>
    public int Guarded { get; set; }

    /// <summary>False: other operators are told that this one is still at work.</summary>
    public bool EndIsNoted { get; set; } = true;
}
