using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Keeps a delivery that failed for good where it is while everything fails, and tries it again when its turn comes. A delivery that has failed in each of
/// many turns goes on to be a dead letter all the same: no record stops its partition for ever.
/// </summary>
internal sealed class StormStage(ConsumerParts parts) : DeliveryStage
{
    private readonly FailureStorm _storm = parts.Storm;

    public override ValueTask InvokeAsync(DeliveryWork work)
    {
        if (_storm.IsRaging && _storm.Holds(TypeOf(work)))
        {
            return HoldAsync(work);
        }

        var inside = Begin(work);
        if (!inside.IsCompletedSuccessfully)
        {
            return EndAsync(work, inside);
        }

        inside.GetAwaiter().GetResult();
        if (_storm.IsWatching)
        {
            _storm.Succeeded(KeyOf(work), TypeOf(work));
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask EndAsync(DeliveryWork work, ValueTask inside)
    {
        try
        {
            await inside.ConfigureAwait(false);
            if (_storm.IsWatching)
            {
                _storm.Succeeded(KeyOf(work), TypeOf(work));
            }

            return;
        }
        catch (FailedDeliveryException failure) when (!EndsHere(work, failure))
        {
        }

        await HoldAsync(work).ConfigureAwait(false);
    }

    private async ValueTask HoldAsync(DeliveryWork work)
    {
        var probes = 0;
        _storm.Wait(1);
        try
        {
            while (true)
            {
                var isProbe = _storm.MayProbe(work);
                if (!isProbe && _storm.Holds(TypeOf(work)))
                {
                    await WaitAsync(work).ConfigureAwait(false);
                    continue;
                }

                if (await TryAsync(work, isProbe, ++probes == Defaults.StormMostProbes).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        finally
        {
            _storm.Wait(-1);
        }
    }

    /// <summary>False: it failed, and waits on.</summary>
    private async ValueTask<bool> TryAsync(DeliveryWork work, bool isProbe, bool isLast)
    {
        bool? passed = null;
        try
        {
            await Begin(work).ConfigureAwait(false);
            passed = true;
            return true;
        }
        catch (FailedDeliveryException failure) when (isProbe ? !isLast : !EndsHere(work, failure))
        {
            passed = false;
            return false;
        }
        finally
        {
            if (isProbe)
            {
                _storm.Probed(passed);
            }
        }
    }

    private async ValueTask WaitAsync(DeliveryWork work)
    {
        work.EndWhereLeaving();
        work.BeginAttempt(long.MaxValue);
        await Task.Delay(Defaults.StormLook, parts.Time, work.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>A failure that the deployer wants to be treated as one, or that is one of its kind.</summary>
    private bool EndsHere(DeliveryWork work, FailedDeliveryException failure) =>
        parts.Configuration.OnFailure == FailureAction.Stop
        || failure.Reason == FaultCode.Unsupported
        || _storm.Failed(KeyOf(work), TypeOf(work), failure);

    private static string TypeOf(DeliveryWork work) => work.Invoker?.EventType
        ?? (work.Reader.TryFindType(work.Delivery, out var type) ? System.Text.Encoding.UTF8.GetString(type.Span) : "");

    /// <summary>Records without a key are told apart by their place.</summary>
    private static uint KeyOf(DeliveryWork work)
    {
        var key = work.Reader.FindKey(work.Delivery);
        return key.IsEmpty ? (uint)HashCode.Combine(work.Delivery.Partition, work.Delivery.Position) : KeyPartitioner.Hash(key.Span);
    }
}
