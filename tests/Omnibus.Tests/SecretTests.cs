using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Omnibus.Tests;

/// <summary>Everything that a bus says while nothing works, down to the finest level: in logs, exceptions and spans.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "hush-4711";
    private const string Payload = "private-ada";

    private readonly ConcurrentQueue<(string In, string Line)> _said = new();
    private readonly ActivityListener _spans;

    public SecretTests()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Omnibus",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Hear("span", $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(happened => happened.Tags))}"),
        };
        ActivitySource.AddActivityListener(_spans);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string[]> Away => new(
        ["Transport=redis", $"Transports:redis:Url=redis://user:{Secret}@127.0.0.1:1"],
        ["Transport=redis", "Transports:redis:Url=redis://127.0.0.1:1", $"Transports:redis:Password={Secret}"],
        [
            "Transport=kafka", "Transports:kafka:BootstrapServers=127.0.0.1:1", "Transports:kafka:Client:security.protocol=sasl_plaintext", "Transports:kafka:Client:sasl.mechanism=PLAIN",
            "Transports:kafka:Client:sasl.username=user", $"Transports:kafka:Client:sasl.password={Secret}",
            "Transports:kafka:SchemaRegistry:Url=http://127.0.0.1:1", "Transports:kafka:SchemaRegistry:User=user", $"Transports:kafka:SchemaRegistry:Password={Secret}",
        ],
        ["Transport=kafka", "Transports:kafka:BootstrapServers=127.0.0.1:1", "Transports:kafka:SchemaRegistry:Url=http://127.0.0.1:1", $"Transports:kafka:SchemaRegistry:Token={Secret}"]);

    public static TheoryData<string[]> Wrong => new(
        ["Transport=redis", $"Transports:redis:Url=redis://user:{Secret}@:port"],
        ["Transport=redis", $"Transports:redis:Url=redis://user:{Secret}@127.0.0.1:1?unknown=1"],
        ["Transport=redis", $"Transports:redis:Url=user:{Secret}@127.0.0.1"],
        ["Transport=kafka", "Transports:kafka:BootstrapServers=127.0.0.1:1", "Transports:kafka:Client:security.protocol=NONE-SUCH", $"Transports:kafka:Client:sasl.password={Secret}"],
        ["Transport=kafka", "Transports:kafka:BootstrapServers=127.0.0.1:1", $"Transports:kafka:SchemaRegistry:Password={Secret}"],
        ["Transport=kafka", "Transports:kafka:BootstrapServers=127.0.0.1:1", $"Transports:kafka:SchemaRegistry:Url=ftp://user:{Secret}@registry"]);

    public void Dispose() => _spans.Dispose();

    [Theory]
    [MemberData(nameof(Away))]
    public async Task A_bus_whose_broker_is_away_says_neither_secrets_nor_what_events_hold(string[] settings)
    {
        using var host = Build([.. settings, "PublishTimeout=00:00:01", "DrainTimeout=00:00:01"]);
        await host.StartAsync(Stop);
        var failure = await Assert.ThrowsAsync<OmnibusException>(
            async () => await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login(Payload), cancellationToken: Stop));
        await host.StopAsync(Stop);

        // No span: nothing is published before its schema is registered.
        AssertHeard("log");
        Hear("exception", failure.ToString());
        AssertSilent();
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_configuration_that_is_refused_is_told_without_its_secrets(string[] settings)
    {
        using var host = Build(settings);
        Hear("exception", Assert.ThrowsAny<Exception>(host.Services.GetRequiredService<IEventBus>).ToString());

        AssertSilent();
    }

    [Fact]
    public async Task A_handler_that_fails_has_its_event_in_no_log_and_no_span()
    {
        using var host = Build(
            ["Transport=memory", "Transports:memory:Name=secrets", "Audit=true", "Consume:welcome:Retry:Attempts=2", "Consume:welcome:Retry:FirstDelay=00:00:00.001"],
            (_, _, _) => throw new InvalidOperationException("The database does not answer."));
        await host.StartAsync(Stop);
        await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login(Payload), cancellationToken: Stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!_said.Any(said => said.Line.Contains("dead letter", StringComparison.OrdinalIgnoreCase)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }

        await host.StopAsync(Stop);
        AssertHeard("log", "span");
        AssertSilent();
    }

    /// <summary>What nobody listens to cannot tell a secret.</summary>
    private void AssertHeard(params string[] places) => Assert.Superset(places.ToHashSet(), _said.Select(said => said.In).ToHashSet());

    private void AssertSilent() => Assert.All(_said, said =>
    {
        Assert.DoesNotContain(Secret, said.Line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Payload, said.Line, StringComparison.OrdinalIgnoreCase);
    });

    private void Hear(string where, string line) => _said.Enqueue((where, line));

    private IHost Build(string[] settings, Func<Login, EventContext, CancellationToken, ValueTask>? handler = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "campus", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>($"Omnibus:{pair[0]}", pair[1])));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Ear(line => Hear("log", line)));
        builder.AddOmnibus().Consumer("welcome").Handle(handler ?? ((_, _, _) => ValueTask.CompletedTask));
        return builder.Build();
    }

    private sealed class Ear(Action<string> hear) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            hear($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
