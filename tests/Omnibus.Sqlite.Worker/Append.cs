using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Worker;

/// <summary>What tests have another process do.</summary>
internal static class Append
{
    /// <summary>
    /// Publishes numbered records for ever, or so many batches, each record as <c>{name} {number}</c> and by its name as key; prints the last number
    /// that is stored after every batch.
    /// </summary>
    public static async Task RunAsync(string path, string topic, string name, int batch, string durability, int batches)
    {
        await using var transport = Bus.Open(path, ("Durability", durability), ("BusyTimeout", "00:01:00"));
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), default);
        for (var (round, number) = (0, 0); round < batches || batches == 0; round++)
        {
            var records = new OutgoingRecord[batch];
            for (var i = 0; i < batch; i++)
            {
                records[i] = new WorkerRecord(topic, name, Encoding.UTF8.GetBytes($"{name} {number++}"), [WorkerRecord.Header("type", "appended")]);
            }

            await producer.SendAsync(records, default);
            if (records.Cast<WorkerRecord>().FirstOrDefault(record => record.Failure is not null) is { Failure: { } failure })
            {
                throw failure;
            }

            Console.WriteLine((number - 1).ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }

    /// <summary>Tries to publish as another user, and prints what that failure means.</summary>
    public static async Task AsUserAsync(string path, uint user)
    {
        // So that everything of the runtime is loaded before this user may not read it.
        await using (var warm = Bus.Open(Path.Combine(Path.GetTempPath(), $"omnibus-warm-{Environment.ProcessId}", "bus.db")))
        {
            await warm.CreateAsync("warm");
            await using var producer = await warm.OpenProducerAsync(new ProducerRequest(), default);
            await producer.SendAsync(new OutgoingRecord[] { new WorkerRecord("warm", null, null) }, default);
        }

        Directory.Delete(Path.Combine(Path.GetTempPath(), $"omnibus-warm-{Environment.ProcessId}"), true);
        if (geteuid() == 0 && seteuid(user) != 0)
        {
            throw new InvalidOperationException("This process cannot become another user.");
        }

        await using var transport = Bus.Open(path);
        try
        {
            await transport.CreateAsync("tried");
            Console.WriteLine("stored");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"{transport.Classify(exception)}: {exception.Message}");
        }
    }

#pragma warning disable SYSLIB1054 // Two calls of a test program need no generated code.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int seteuid(uint user);
#pragma warning restore SYSLIB1054
}
