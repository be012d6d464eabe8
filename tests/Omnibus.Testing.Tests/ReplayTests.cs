using Campus.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Testing.Tests;

public sealed class ReplayTests
{
    private const string Lines = """
        {"specversion":"1.0","type":"edu.campus.student.registered.v1","id":"one","source":"/captured","time":"2026-01-02T03:04:05+00:00","data":{"student":{"number":"7","name":"Ada","email":null},"programme":"Mathematics","address":null,"languages":[],"full_time":true,"registered_at":"1970-01-01T00:00:00+00:00"},"topic":"students","partition":3,"position":"17"}

        {"specversion":"1.0","type":"test.unknown.v1","id":"two","source":"/captured","time":"2026-01-02T03:04:05+00:00","data":{"n":1},"topic":"students"}
        """;

    private readonly TestBus _bus = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Captured_events_are_handled_with_what_they_carried_and_do_not_count_as_published()
    {
        using var host = await StartAsync();

        var count = await _bus.ReplayAsync(new StringReader(Lines), Stop);
        await _bus.WhenIdleAsync(cancellationToken: Stop);

        var handled = Assert.Single(_bus.Handled<StudentRegistered>());
        Assert.Equal(2, count);
        Assert.Equal(("one", "/captured", "students", "7"), (handled.Context.Metadata.Id, handled.Context.Metadata.Source, handled.Context.Topic, handled.Context.Key));
        Assert.Empty(_bus.Published<StudentRegistered>());
    }

    [Fact]
    public async Task A_line_that_is_no_event_is_named()
    {
        using var host = await StartAsync();

        var exception = await Assert.ThrowsAsync<EventDataException>(() => _bus.ReplayAsync(new StringReader("{\"specversion\":\"1.0\"}"), Stop));

        Assert.Equal(1, exception.Line);
    }

    [Fact]
    public async Task Without_a_host_there_is_nothing_to_replay_on() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bus.ReplayAsync(new StringReader(Lines), Stop));

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "a" });
        builder.AddOmnibus().AddEvents<CampusEventCatalogue>().Consumer("reader").Handle<StudentRegistered>((_, _, _) => default);
        builder.Services.UseOmnibusForTests(_bus);
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }
}
