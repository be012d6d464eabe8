using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

public sealed class AbilityTests
{
    [Fact]
    public void A_start_by_time_needs_a_transport_that_finds_times() =>
        Assert.Equal(
            ["Omnibus:Consume:welcome:Start: is a time, and 'queue' cannot find positions by time. Write Earliest, Latest or a position, or use another transport."],
            Problems("'Ordering': 'None', 'Start': '2026-01-31T08:00:00+02:00'"));

    [Fact]
    public void Order_needs_a_transport_that_gives_partitions_to_one_owner() =>
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Ordering: 'queue' cannot keep an order by Partition: its consumers share single records. "
                + "Set it to None, or use another transport.",
            ],
            Problems("'Start': 'Latest'"));

    [Fact]
    public void A_transport_without_groups_cannot_be_consumed()
    {
        var reader = new FakeFactory(new TransportInfo("reader") { Coordination = Drivers.Coordination.None, Abilities = [], TopicNames = new TopicNames(60), Durable = true });
        Assert.Equal(
            ["Omnibus:Consume:welcome:Ordering: 'reader' cannot be consumed in a group. Use another transport."],
            new Scenario().Installing(reader).Consuming("welcome").Problems("'Transport': 'reader'"));
    }

    [Fact]
    public void Order_by_key_needs_a_key_in_every_handled_event()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome").Handle<Login, LoginHandler>().Handle<Enrolment, EnrolmentHandler>();
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Ordering: is Key, and 'org.example.enrolment.v1' has no key. Give it one with Key in its [Event] or in an entry of "
                + "Omnibus:Publish, or set Ordering to Partition.",
            ],
            scenario.Problems("'Transport': 'sqlite', 'Consume': { 'welcome': { 'Ordering': 'Key' } }"));
    }

    [Fact]
    public void Order_by_key_is_content_with_the_key_of_a_route()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome").Handle<Enrolment, EnrolmentHandler>();
        var consumer = Assert.Single(scenario.Load(
            """
            'Transport': 'sqlite', 'Consume': { 'welcome': { 'Ordering': 'Key' } },
            'Publish': { 'a': { 'Event': 'org.example.enrolment.v1', 'Key': 'course.id' } }
            """).Consumers);
        Assert.Equal(Ordering.Key, consumer.Ordering);
    }

    [Theory]
    [InlineData("queue", "None", Drivers.Coordination.Shared)]
    [InlineData("sqlite", "None", Drivers.Coordination.Leases)]
    [InlineData("sqlite", "Key", Drivers.Coordination.Leases)]
    [InlineData("broker", "None", Drivers.Coordination.Broker)]
    [InlineData("broker", "Partition", Drivers.Coordination.Broker)]
    public void The_ordering_decides_who_coordinates(string transport, string ordering, Drivers.Coordination coordination) =>
        Assert.Equal(coordination, Assert.Single(new Scenario().Consuming("welcome").Load(
            $"'Transport': '{transport}', 'Transports': {{ 'broker': {{ 'Url': 'x' }} }}, 'Consume': {{ 'welcome': {{ 'Ordering': '{ordering}' }} }}")
            .Consumers).Coordination);

    [Fact]
    public void Options_of_a_topic_need_a_transport_that_administers_topics() =>
        Assert.Equal(
            [
                "Omnibus:Topics:logins:Partitions: 'queue' does not administer topics. Remove it, and set it at the broker.",
                "Omnibus:Topics:logins:Retention: 'queue' does not administer topics. Remove it, and set it at the broker.",
            ],
            new Scenario().Problems(
                """
                'Transport': 'queue', 'Topics': { 'logins': { 'Partitions': 8, 'Retention': '14.00:00:00', 'Create': true } },
                'Publish': { 'logins': { 'Event': 'org.example.login.v1', 'Topic': 'logins' } }
                """));

    [Fact]
    public void A_dead_letter_topic_that_the_broker_refuses_is_named_at_the_group() =>
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Group: 'user-login.a group.dead-letter' cannot be a topic of 'broker': ' ' is not allowed: use letters, digits and . _ -. "
                + "Choose a shorter or plainer Group.",
            ],
            new Scenario().Consuming("welcome").Problems(
                "'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'x' } }, 'Consume': { 'welcome': { 'Group': 'a group' } }"));

    [Fact]
    public void A_topic_of_a_consumer_that_the_broker_refuses_is_named() =>
        Assert.Equal(
            ["Omnibus:Consume:welcome:Topics: 'a/b' cannot be a topic of 'broker': '/' is not allowed: use letters, digits and . _ -. Choose another topic."],
            new Scenario().Consuming("welcome").Problems(
                "'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'x' } }, 'Consume': { 'welcome': { 'Topics': 'a/b' } }"));

    private static IReadOnlyList<string> Problems(string options) =>
        new Scenario().Consuming("welcome").Problems($"'Transport': 'queue', 'Consume': {{ 'welcome': {{ {options} }} }}");
}
