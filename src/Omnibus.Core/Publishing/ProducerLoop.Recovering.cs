using Omnibus.Diagnostics;

namespace Omnibus.Publishing;

internal sealed partial class ProducerLoop
{
    private bool HasFailures
    {
        get
        {
            lock (_gate)
            {
                return _failed.Count > 0;
            }
        }
    }

    /// <summary>Waits until the driver has let go of every record, then fails each failed one or sorts it to go again, and waits a moment.</summary>
    private async ValueTask RecoverAsync()
    {
        while (Volatile.Read(ref _unsettled) > 0)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
        }

        await FlushDriverAsync().ConfigureAwait(false);
        List<PublishOperation> failed;
        lock (_gate)
        {
            failed = [.. _failed];
            _failed.Clear();
        }

        failed.Sort(static (left, right) => left.Sequence.CompareTo(right.Sequence));
        _recovering = true;
        _clock.Need();
        var verdict = await _failures.JudgeAsync(failed, _again).ConfigureAwait(false);
        _again.Sort(static (left, right) => left.Sequence.CompareTo(right.Sequence));
        _recovering = _again.Count > 0;
        if (verdict.Reopen)
        {
            await CloseDriverAsync().ConfigureAwait(false);
        }

        if (verdict.Wait > TimeSpan.Zero && _again.Count > 0)
        {
            await Task.Delay(verdict.Wait, _transport.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the driver that every record that it failed is known here, so that it sends again.</summary>
    private async ValueTask FlushDriverAsync()
    {
        if (_driver is not { } driver)
        {
            return;
        }

        try
        {
            await driver.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a producer that cannot go on is opened anew
        catch (Exception)
#pragma warning restore CA1031
        {
            await CloseDriverAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CloseDriverAsync()
    {
        if (Interlocked.Exchange(ref _driver, null) is not { } driver)
        {
            return;
        }

        try
        {
            await driver.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a producer that cannot close cleanly is gone all the same; what it held is settled or expires
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _transport.Log.ClosingFailed(_transport.Name, exception);
        }
    }
}
