using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Campus.Demo;
using Campus.Demo.Page;

namespace Campus.Tests;

/// <summary>A demo that stays, seen as its page sees it.</summary>
internal sealed class StayingDemo : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly CancellationTokenSource _stop;
    private readonly Task<int> _running;
    private readonly IAsyncEnumerator<SseItem<Picture?>> _pictures;

    private StayingDemo(CancellationTokenSource stop, Task<int> running, HttpClient http, IAsyncEnumerator<SseItem<Picture?>> pictures) =>
        (_stop, _running, Http, _pictures) = (stop, running, http, pictures);

    public HttpClient Http { get; }

    /// <summary>The last picture that was looked at.</summary>
    public Picture Last { get; private set; } = null!;

    /// <summary>Returns when all events of the file have arrived.</summary>
    public static async Task<StayingDemo> StartAsync(CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var staying = new Sign("The page stays");
        var demo = new DemoRun(new DemoOptions { Events = 300, Stay = true }, staying);
        var running = demo.RunAsync(stop.Token);
        await (await Task.WhenAny(staying.Seen, running).WaitAsync(s_patience, cancellationToken));
        var http = new HttpClient { BaseAddress = demo.Page };
        var stream = await http.GetStreamAsync("/stream", cancellationToken);
        var pictures = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<Picture>(data, s_json)).EnumerateAsync(cancellationToken);
        var started = new StayingDemo(stop, running, http, pictures.GetAsyncEnumerator(cancellationToken));
        await started.WaitAsync(picture => picture.Services.All(service => service.Handled == service.Expected));
        return started;
    }

    /// <summary>Presses a button of the page.</summary>
    public async Task PressAsync(string button)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + button) { Headers = { { "X-Campus", "test" } } };
        using var answer = await Http.SendAsync(request, _stop.Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(_stop.Token));
    }

    /// <summary>Waits for a picture.</summary>
    public async Task WaitAsync(Func<Picture, bool> condition)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!limit.IsCancellationRequested && await _pictures.MoveNextAsync())
        {
            Last = _pictures.Current.Data!;
            if (condition(Last))
            {
                return;
            }
        }

        Assert.Fail($"Not seen in {s_patience}. The last picture: {JsonSerializer.Serialize(Last, s_json)}");
    }

    /// <summary>What Ctrl+C does. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running.WaitAsync(s_patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _pictures.DisposeAsync();
        Http.Dispose();
        _stop.Dispose();
    }

    private sealed class Sign(string text) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            if (value?.StartsWith(text, StringComparison.Ordinal) == true)
            {
                _seen.TrySetResult();
            }

            return base.WriteLineAsync(value);
        }
    }
}
