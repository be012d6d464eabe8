using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Omnibus.Bench.Measuring;

/// <summary>What this machine charges for what nobody can do without: the floor under a latency.</summary>
internal static class Machine
{
    private const int Times = 200;

    /// <summary>Median milliseconds until two pages appended to a file are on the disk.</summary>
    public static async Task<double> FlushAsync(string folder)
    {
        await using var file = new FileStream(Path.Combine(folder, "flush"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var pages = new byte[8192];
        return await MedianAsync(() =>
        {
            file.Write(pages);
            file.Flush(flushToDisk: true);
            return Stopwatch.GetTimestamp();
        });
    }

    /// <summary>Median milliseconds from sending a datagram to a thread that waits for it.</summary>
    public static async Task<double> WakeAsync()
    {
        using var sleeper = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var waker = new UdpClient();
        waker.Connect((IPEndPoint)sleeper.Client.LocalEndPoint!);
        using var woken = new SemaphoreSlim(0);
        var at = 0L;
        var thread = new Thread(() =>
        {
            var buffer = new byte[16];
            for (var i = 0; i < Times; i++)
            {
                sleeper.Client.Receive(buffer);
                at = Stopwatch.GetTimestamp();
                woken.Release();
            }
        });
        thread.Start();
        var median = await MedianAsync(() =>
        {
            waker.Send([1]);
            woken.Wait();
            return at;
        });
        thread.Join();
        return median;
    }

    private static async Task<double> MedianAsync(Func<long> end)
    {
        var times = new List<double>(Times);
        for (var i = 0; i < Times; i++)
        {
            await Task.Delay(10);
            var started = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(started, end()).TotalMilliseconds);
        }

        return Comparison.Median(times);
    }
}
