using Campus.Events;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Drivers;

namespace Omnibus.Testing.Tests;

public sealed class TestBusTests
{
    private static readonly StudentRegistered s_ada = new(new Student("1", "Ada"), "Mathematics", null, [], true, DateTimeOffset.UnixEpoch);
    private static readonly EnrolmentCreated s_enrolment =
        new(Guid.Parse("018f0000-0000-7000-8000-000000000001"), s_ada.Student, new Course("M", "Analysis", 8), false, null, DateTimeOffset.UnixEpoch);

    private readonly TestBus _bus = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_published_is_handled_when_the_bus_is_idle()
    {
        using var host = await StartAsync("a", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default));
        var receipt = await PublishAsync(host, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);

        Assert.Equal((s_ada, receipt.Id), _bus.Published<StudentRegistered>().Select(published => (published.Event, published.Receipt.Id)).Single());
        var handled = Assert.Single(_bus.Handled<StudentRegistered>());
        Assert.Equal(s_ada.Student, handled.Event.Student);
        Assert.Equal(("reader", "a.reader", "students", "1", receipt.Id), (handled.Context.Consumer, handled.Context.Group, handled.Context.Topic, handled.Context.Key, handled.Context.Metadata.Id));
        Assert.Empty(_bus.Handled<EnrolmentCreated>());
    }

    [Fact]
    public async Task A_bus_on_which_nothing_was_published_is_idle()
    {
        using var host = await StartAsync("a", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default));
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Empty(_bus.Published<StudentRegistered>());
    }

    [Fact]
    public async Task Idle_waits_for_what_handlers_publish_in_another_host()
    {
        var released = new TaskCompletionSource();
        using var first = await StartAsync("a", bus => bus.Consumer("students").Handle<StudentRegistered, IEventBus>(
            async (_, _, inner, stop) => await inner.PublishAsync(s_enrolment, cancellationToken: stop)));
        using var second = await StartAsync("b", bus => bus.Consumer("enrolments").Handle<EnrolmentCreated>(async (_, _, _) => await released.Task));
        await PublishAsync(first, s_ada);
        var idle = _bus.WhenIdleAsync(cancellationToken: Stop);
        await Assert.ThrowsAsync<TimeoutException>(() => _bus.WhenIdleAsync(TimeSpan.FromMilliseconds(50), Stop));
        Assert.False(idle.IsCompleted);

        released.SetResult();
        await idle;
        Assert.Equal(s_enrolment.EnrolmentId, Assert.Single(_bus.Handled<EnrolmentCreated>()).Event.EnrolmentId);
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_says_what_waits_for_whom()
    {
        var released = new TaskCompletionSource();
        using var host = await StartAsync("a", bus => bus.Consumer("slow").Handle<StudentRegistered>(async (_, _, _) => await released.Task));
        await PublishAsync(host, s_ada);
        var late = await Assert.ThrowsAsync<TimeoutException>(() => _bus.WhenIdleAsync(TimeSpan.FromMilliseconds(20), Stop));
        Assert.Contains("Group 'a.slow' has not ended 1 of topic 'students'.", late.Message, StringComparison.Ordinal);
        released.SetResult();
        await _bus.WhenIdleAsync(cancellationToken: Stop);
    }

    [Fact]
    public async Task A_handler_that_fails_for_good_fails_the_test_with_what_it_threw()
    {
        using var host = await StartAsync("a", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => throw new InvalidOperationException("no such programme")));
        await PublishAsync(host, s_ada);
        var failed = await Assert.ThrowsAsync<DeliveryFailedException>(() => _bus.WhenIdleAsync(cancellationToken: Stop));
        Assert.IsType<InvalidOperationException>(failed.InnerException);
        Assert.Equal((FaultCode.HandlerFailed, "reader"), (failed.Failure.Reason, failed.Failure.Context.Consumer));
    }

    [Fact]
    public async Task A_consumer_that_stops_at_a_failure_fails_the_test_at_once()
    {
        using var host = await StartAsync(
            "a",
            bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => throw new InvalidOperationException("no such programme")),
            new() { ["Omnibus:Consume:reader:OnFailure"] = "Stop" });
        await PublishAsync(host, s_ada);
        await Assert.ThrowsAsync<DeliveryFailedException>(() => _bus.WhenIdleAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task Failures_that_are_expected_are_recorded_after_all_attempts()
    {
        var attempts = 0;
        _bus.ExpectFailures();
        using var host = await StartAsync("a", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) =>
        {
            attempts++;
            throw new InvalidOperationException("no such programme");
        }));
        await PublishAsync(host, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);

        var failed = Assert.Single(_bus.DeadLettered<StudentRegistered>());
        Assert.Equal((5, 5, FaultCode.HandlerFailed), (attempts, failed.Context.Attempt, failed.Reason));
        Assert.Equal(StudentRegistered.Definition.Type, Assert.Single(_bus.Failures).EventType);
        Assert.Empty(_bus.Handled<StudentRegistered>());
    }

    [Fact]
    public async Task Hosts_of_one_group_share_its_events()
    {
        void Reader(OmnibusBuilder bus) => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default);
        using var first = await StartAsync("a", Reader);
        using var second = await StartAsync("a", Reader);
        await PublishManyAsync(first);
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Equal(200, _bus.Handled<StudentRegistered>().Count);
    }

    [Fact]
    public async Task Nobody_waits_for_a_group_whose_host_has_ended()
    {
        using var publisher = await StartAsync("a", _ => { });
        using var reader = await StartAsync("b", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default));
        await reader.StopAsync(Stop);
        await PublishAsync(publisher, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Empty(_bus.Handled<StudentRegistered>());
    }

    [Fact]
    public async Task A_host_that_starts_later_handles_what_was_published_before()
    {
        using var publisher = await StartAsync("a", _ => { });
        await PublishAsync(publisher, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        using var reader = await StartAsync("b", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default), new() { ["Omnibus:Consume:reader:Start"] = "Latest" });
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Single(_bus.Handled<StudentRegistered>());
    }

    [Fact]
    public async Task Configured_brokers_are_not_touched_and_everything_else_of_the_configuration_holds()
    {
        Dictionary<string, string?> settings = new()
        {
            ["Omnibus:Transport"] = "main",
            ["Omnibus:TopicPrefix"] = "prod",
            ["Omnibus:Transports:main:Driver"] = "redis",
            ["Omnibus:Transports:main:Url"] = "redis://nowhere.invalid:1",
            ["Omnibus:Publish:students:Event"] = StudentRegistered.Definition.Type,
            ["Omnibus:Publish:students:Topic"] = "elsewhere",
            ["Omnibus:Publish:students:Transport"] = "kafka",
            ["Omnibus:Consume:reader:Topics:0"] = "elsewhere",
            ["Omnibus:Consume:reader:Transport"] = "kafka",
            ["Omnibus:Consume:reader:Group"] = "mine",
        };
        using var host = await StartAsync("a", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default), settings);
        await PublishAsync(host, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        var context = Assert.Single(_bus.Handled<StudentRegistered>()).Context;
        Assert.Equal(("elsewhere", "mine"), (context.Topic, context.Group));
    }

    [Fact]
    public async Task Hosts_that_name_their_transport_differently_hear_each_other()
    {
        using var publisher = await StartAsync("a", _ => { }, new() { ["Omnibus:Transport"] = "kafka" });
        using var reader = await StartAsync("b", bus => bus.Consumer("reader").Handle<StudentRegistered>((_, _, _) => default), new() { ["Omnibus:Transport"] = "redis" });
        await PublishAsync(publisher, s_ada);
        await _bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Single(_bus.Handled<StudentRegistered>());
    }

    [Fact]
    public async Task It_does_not_matter_whether_the_bus_is_added_before_or_after()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "a" });
        var bus = builder.Services.UseOmnibusForTests();
        builder.AddOmnibus().Consumer("reader").Handle<StudentRegistered>((_, _, _) => default);
        using var host = builder.Build();
        await host.StartAsync(Stop);
        await PublishAsync(host, s_ada);
        await bus.WhenIdleAsync(cancellationToken: Stop);
        Assert.Single(bus.Handled<StudentRegistered>());
        Assert.Same(bus, host.Services.GetRequiredService<TestBus>());
    }

    private static async Task<PublishReceipt> PublishAsync(IHost host, StudentRegistered registered) =>
        await host.Services.GetRequiredService<IEventBus>().PublishAsync(registered, cancellationToken: Stop);

    private static async Task PublishManyAsync(IHost host)
    {
        var many = Enumerable.Range(0, 200).Select(number => s_ada with { Student = new Student($"{number}", "Ada") });
        await host.Services.GetRequiredService<IEventBus>().PublishAsync(many, cancellationToken: Stop);
    }

    private async Task<IHost> StartAsync(string name, Action<OmnibusBuilder> consumers, Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        consumers(builder.AddOmnibus());
        builder.Services.UseOmnibusForTests(_bus);
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }
}
