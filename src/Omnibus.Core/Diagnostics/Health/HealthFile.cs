using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Omnibus.Diagnostics;

/// <summary>
/// Writes how the bus is to a file, for workers that answer no HTTP: <c>omnibus health</c> reads it. A process that hangs or is frozen stops writing, and
/// a file that is old says so.
/// </summary>
internal sealed partial class HealthFile(string path, BusCheckup checkup, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>How often the file is written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Older than this, the process that should write it does not.</summary>
    public static readonly TimeSpan Stale = Interval * 3;

#pragma warning disable CA2213 // it has no timer and no handle, and disposing comes twice
    private readonly CancellationTokenSource _ending = new();
#pragma warning restore CA2213
    private readonly string _fresh = $"{path}.{Environment.ProcessId}";
    private Task _writing = Task.CompletedTask;
    private bool _failed;

    public void Start() => _writing = Task.Run(WriteForeverAsync);

    /// <summary>Stops writing and removes the file: nobody is there to be asked any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    /// <summary>What a file says; null where there is none, or none that could be read.</summary>
    public static HealthText? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), HealthJson.Default.HealthText);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private async Task WriteForeverAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await WriteAsync(_ending.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            Remove();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var text = new HealthText(time.GetUtcNow(), checkup.FindDead(), await checkup.FindUnreadyAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            // Readers see the whole of one or the other, never half.
            await File.WriteAllBytesAsync(_fresh, JsonSerializer.SerializeToUtf8Bytes(text, HealthJson.Default.HealthText), cancellationToken).ConfigureAwait(false);
            File.Move(_fresh, path, overwrite: true);
            _failed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_failed)
            {
                log.HealthNotWritten(path, exception);
            }

            _failed = true;
        }
    }

    private void Remove()
    {
        try
        {
            File.Delete(_fresh);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It grows old by itself.
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(HealthText))]
    private sealed partial class HealthJson : JsonSerializerContext;
}

/// <summary>How a bus was at a moment.</summary>
/// <param name="Time">The moment.</param>
/// <param name="Dead">What only a restart can mend.</param>
/// <param name="Unready">Why it could not do its work, <paramref name="Dead"/> among it.</param>
internal sealed record HealthText(DateTimeOffset Time, IReadOnlyList<string> Dead, IReadOnlyList<string> Unready);
