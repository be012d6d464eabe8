using System.Diagnostics;

namespace Omnibus.Bench.Measuring;

/// <summary>What one run of one side cost, for each event.</summary>
/// <param name="Nanoseconds">Wall time.</param>
/// <param name="CpuMicroseconds">Processor time of the whole process.</param>
/// <param name="Bytes">Managed bytes allocated by the whole process.</param>
internal readonly record struct Sample(double Nanoseconds, double CpuMicroseconds, double Bytes)
{
    /// <summary>Runs something that works through <paramref name="events"/> events. The heap is clean when it begins.</summary>
    public static async Task<Sample> TakeAsync(int events, Func<Task> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        await run();
        var elapsed = Stopwatch.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        return new Sample(elapsed.TotalNanoseconds / events, cpu.TotalMicroseconds / events, (double)bytes / events);
    }
}
