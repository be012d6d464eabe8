using System.CommandLine;
using System.Diagnostics;
using Omnibus.Commands.Running;
using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Commands.Doctor;

/// <summary>Makes one transport as the application would, and looks at its broker. Changes nothing there.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="options">Its options.</param>
/// <param name="streams">Where log lines go.</param>
/// <param name="whole">The configuration with its routes and consumers; null where it is wrong.</param>
/// <param name="add">Takes a problem.</param>
internal sealed class TransportCheckup(ParseResult parsed, BusOptions options, Streams streams, BusConfiguration? whole, Action<DoctorProblem> add)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task<TransportReport> LookAsync(TransportReport report, CancellationToken cancellationToken)
    {
        BusSession session;
        try
        {
            session = BusSession.Open(parsed, options, streams, report.Name);
        }
        catch (OmnibusException exception)
        {
            foreach (var problem in exception.Problems.DefaultIfEmpty(exception.Message))
            {
                add(Cause.New(report.Used ? report.Name : null, FaultCode.Invalid, problem));
            }

            return report;
        }

        await using var closing = session.ConfigureAwait(false);
        var used = whole?.Transports.GetValueOrDefault(report.Name);
        return report with
        {
            Loads = true,
            Asked = session.Transport.Transport is IProbe,
            Connection = await ConnectAsync(session, used, cancellationToken).ConfigureAwait(false),
            Needs = whole is null || used is null ? [] : Needs.Of(whole, used),
        };
    }

    private async Task<ConnectionReport?> ConnectAsync(BusSession session, TransportConfiguration? used, CancellationToken cancellationToken)
    {
        var transport = session.Transport.Transport;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_patience);
            if (transport is not IProbe probe)
            {
                return null;
            }

            var started = Stopwatch.GetTimestamp();
            var use = whole is null || used is null ? new ProbeUse() : Needs.UseOf(whole, used);
            var found = await probe.ProbeAsync(use, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(started);
            if (used is not null)
            {
                foreach (var missing in found.MissingPermissions)
                {
                    add(Cause.New(session.Transport.Name, FaultCode.PermissionDenied, $"Omnibus:Transports:{session.Transport.Name}: {missing}"));
                }

                await CheckTopicsAsync(transport, used, limit.Token).ConfigureAwait(false);
            }

            return new ConnectionReport(found.Server, found.Address, (long)took.TotalMilliseconds, found.MissingPermissions);
        }
#pragma warning disable CA1031 // whatever a driver throws is the answer
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var code = exception is OperationCanceledException ? FaultCode.Unavailable : session.Transport.Classify(exception);
            add(Cause.Of(session.Configuration.Transports[session.Transport.Name], code, exception));
            return null;
        }
    }

    /// <summary>What a start would refuse, or wait for, once the broker answers.</summary>
    private async Task CheckTopicsAsync(ITransport transport, TransportConfiguration used, CancellationToken cancellationToken)
    {
        if (whole is null || transport is not ITopicAdministrator administrator)
        {
            return;
        }

        foreach (var topic in Needs.Topics(whole, used).Where(topic => !topic.Create || topic.Partitions is not null))
        {
            TopicDescription? there;
            try
            {
                there = await administrator.DescribeAsync(whole.FullName(topic.Name), cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever a driver throws is classified
            catch (Exception exception) when (transport.Classify(exception) == FaultCode.PermissionDenied)
#pragma warning restore CA1031
            {
                // The probe says what is missing.
                continue;
            }

            if (there is null && !topic.Create)
            {
                add(Cause.New(used.Name, FaultCode.NotFound, Faults.TopicMissing(topic.Name).Message));
            }

            if (there is not null && topic.Partitions is { } wanted && there.Partitions.Count != wanted)
            {
                add(Cause.New(used.Name, FaultCode.Misconfigured, Faults.OtherPartitions(topic.Name, wanted, there.Partitions.Count).Message));
            }
        }
    }
}
