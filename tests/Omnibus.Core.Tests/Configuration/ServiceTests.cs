namespace Omnibus.Tests.Configuration;

public sealed class ServiceTests
{
    [Fact]
    public void The_service_is_the_application_unless_it_is_named()
    {
        Assert.Equal("campus", new Scenario().Load("'Transport': 'queue'").Service);
        Assert.Equal("lms", new Scenario().Load("'Transport': 'queue', 'Service': 'lms'").Service);
    }

    [Fact]
    public void Without_a_host_the_service_must_be_named() =>
        Assert.Equal(
            ["Omnibus:Service: is missing, and there is no host whose application name could be used. Set it to the name of this service."],
            new Scenario { Application = null }.Problems("'Transport': 'queue'"));

    [Fact]
    public void The_source_is_the_service_as_a_URI_reference_unless_it_is_named()
    {
        Assert.Equal("/my%20campus", new Scenario { Application = "my campus" }.Load("'Transport': 'queue'").Source);
        Assert.Equal("urn:campus", new Scenario().Load("'Transport': 'queue', 'Source': 'urn:campus'").Source);
    }

    [Fact]
    public void A_source_that_is_no_URI_reference_is_refused() =>
        Assert.Equal(
            ["Omnibus:Source: 'my campus' is not a URI reference. Write one such as /campus, with special characters escaped."],
            new Scenario().Problems("'Transport': 'queue', 'Source': 'my campus'"));

    [Fact]
    public void An_instance_is_new_at_each_start_unless_it_is_named()
    {
        var first = new Scenario().Load("'Transport': 'queue'");
        var second = new Scenario().Load("'Transport': 'queue'");
        Assert.StartsWith($"campus-{Environment.MachineName}-", first.Instance, StringComparison.Ordinal);
        Assert.NotEqual(first.Instance, second.Instance);
        Assert.False(first.InstanceIsConfigured);
        var named = new Scenario().Load("'Transport': 'queue', 'Instance': 'campus-1'");
        Assert.Equal(("campus-1", true), (named.Instance, named.InstanceIsConfigured));
    }

    [Fact]
    public void A_stop_must_fit_into_the_time_that_the_host_gives() =>
        Assert.Equal(
            [
                "Omnibus:DrainTimeout: 00:00:25 does not fit into the host's shutdown timeout, which is 00:00:05. "
                + "Lower it, or raise HostOptions.ShutdownTimeout above it.",
            ],
            new Scenario { ShutdownTimeout = TimeSpan.FromSeconds(5) }.Problems("'Transport': 'queue'"));

    [Fact]
    public void A_stop_fits_into_a_host_that_waits_for_ever() =>
        Assert.Equal(
            TimeSpan.FromSeconds(25), new Scenario { ShutdownTimeout = Timeout.InfiniteTimeSpan }.Load("'Transport': 'queue'").DrainTimeout);

    [Fact]
    public void An_event_that_is_disabled_must_be_known() => Assert.Equal(
        ["Omnibus:DisabledEvents: 'org.example.logn.v1' is no event type that this application knows. Did you mean 'org.example.login.v1'?"],
        new Scenario().Consuming("welcome").Problems("'Transport': 'sqlite', 'DisabledEvents': ['org.example.logn.v1']"));

    [Fact]
    public void None_switches_everything_off_and_is_checked_all_the_same()
    {
        var scenario = new Scenario().Consuming("welcome");
        var configuration = scenario.Load(
            """
            'Transport': 'None', 'Transports': { 'broker': { } },
            'Publish': { 'logins': { 'Event': 'org.example.login.v1', 'Transport': 'broker' } }, 'Consume': { 'welcome': { 'Transport': 'sqlite', 'Concurrency': 3 } }
            """);
        Assert.Null(configuration.Transport);
        Assert.Empty(configuration.Transports);
        Assert.Empty(configuration.Consumers);
        Assert.Equal(["welcome"], configuration.DisabledConsumers);
        Assert.False(Assert.Single(configuration.Routes).Enabled);
        Assert.False(configuration.ImplicitRouteOf(Enrolment.Definition)!.Enabled);
        Assert.Empty(scenario.Broker.Made);
        Assert.Empty(scenario.Sqlite.Made);
        Assert.Equal(["Omnibus:Colour: is an unknown option. Known here: Audit, Consume, DisabledEvents, DrainTimeout, HealthFile, ImplicitRoutes, Instance, Publish, PublishQueueBytes, "
            + "PublishQueueRecords, PublishTimeout, Service, Source, TopicPrefix, Topics, Transport, Transports, WaitForBroker."],
            new Scenario().Problems("'Transport': 'none', 'Colour': 'red'"));
    }

    [Fact]
    public void An_environment_variable_overrides_any_leaf()
    {
        var configuration = new Scenario().Consuming("welcome").Load(
            "'Transport': 'queue', 'Consume': { 'welcome': { 'Concurrency': 2 } }",
            ("Omnibus__Transport", "sqlite"), ("OMNIBUS__CONSUME__WELCOME__CONCURRENCY", "3"));
        Assert.Equal(("sqlite", 3), (configuration.Transport, Assert.Single(configuration.Consumers).Concurrency));
    }

    [Fact]
    public void A_topic_has_its_prefix_only_at_the_driver()
    {
        var configuration = new Scenario().Load("'Transport': 'queue', 'TopicPrefix': 'prod'");
        Assert.Equal("prod-logins", configuration.FullName("logins"));
        Assert.Equal("logins", configuration.ShortName("prod-logins"));
        Assert.Equal("production", configuration.ShortName("production"));
    }

    [Fact]
    public void The_tool_passes_over_what_only_the_application_can_check_and_nothing_else()
    {
        var scenario = new Scenario();
        scenario.Bus.Registrations.OnlyTransports = true;
        Assert.Equal(
            ["Omnibus:DrainTimout: is an unknown option. Did you mean DrainTimeout?"],
            scenario.Problems(
                "'Transport': 'queue', 'DrainTimout': 1, 'Publish': { 'a': { 'Event': 'org.example.nothing.v1' } }, 'Consume': { 'stranger': { 'Colour': 'red' } }"));
    }
}
