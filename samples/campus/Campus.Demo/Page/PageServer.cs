using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Campus.Demo.Running;

namespace Campus.Demo.Page;

/// <summary>The page on loopback: a stream of pictures of the campus, and four buttons.</summary>
internal sealed class PageServer(Services campus, string transport) : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closing = new();
    private WebApplication? _app;

    /// <summary>Returns the page's address.</summary>
    /// <exception cref="DemoException">The port is taken.</exception>
    public async Task<Uri> StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.Use(RefuseStrangersAsync);
        _app.UseRouting();
        _app.MapGet("/", () => TypedResults.Stream(typeof(PageServer).Assembly.GetManifestResourceStream("page.html")!, "text/html; charset=utf-8"));
        _app.MapGet("/stream", (CancellationToken gone) => TypedResults.ServerSentEvents(LookAsync(gone)));
        Button("/kill", campus.KillMailerAsync);
        Button("/restart", campus.RestartMailerAsync);
        Button("/publish", stop => campus.PublishAsync(1000, stop));
        Button("/poison", campus.PoisonAsync);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new DemoException($"The page cannot use port {port}: {exception.Message} Choose another with --port.");
        }

        return new Uri(_app.Urls.First());
    }

    public async Task StopAsync()
    {
        await _closing.CancelAsync();
        if (_app is not null)
        {
            await _app.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _closing.Dispose();
    }

    // A page from elsewhere must not press our buttons: it can neither send this header without being asked first, nor have our address as its own.
    private static Task RefuseStrangersAsync(HttpContext context, RequestDelegate next)
    {
        var known = context.Request.Host.Host is "127.0.0.1" or "localhost";
        if (known && (HttpMethods.IsGet(context.Request.Method) || context.Request.Headers.ContainsKey("X-Campus")))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private void Button(string path, Func<CancellationToken, Task> press) => _app!.MapPost(path, async Task<IResult> () =>
    {
        try
        {
            await press(_closing.Token);
            return TypedResults.NoContent();
        }
        catch (DemoException exception)
        {
            return TypedResults.Problem(exception.Message);
        }
    });

    private async IAsyncEnumerable<SseItem<Picture>> LookAsync([EnumeratorCancellation] CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _closing.Token);
        using var timer = new PeriodicTimer(s_interval);
        while (!either.IsCancellationRequested)
        {
            await campus.LookAsync(either.Token);
            yield return new SseItem<Picture>(Picture.Of(transport, campus));
            await timer.WaitForNextTickAsync(either.Token);
        }
    }
}
