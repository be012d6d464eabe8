namespace Omnibus.Tests.Configuration;

public sealed class RouteTests
{
    [Fact]
    public void An_entry_without_an_event_is_refused() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Event: is missing. Set it to the type of the event, for example org.example.order.placed.v1."],
            Problems("'logins': { 'Topic': 'a' }"));

    [Fact]
    public void An_event_type_that_is_not_known_is_refused() =>
        Assert.Equal(
            [
                "Omnibus:Publish:logins:Event: no event of type 'org.example.logins.v1' is known. Did you mean 'org.example.login.v1'? "
                + "Correct it, or add the events of its assembly with AddEvents.",
            ],
            Problems("'logins': { 'Event': 'org.example.logins.v1' }"));

    [Fact]
    public void A_key_path_that_is_not_in_the_event_is_refused() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Key: 'user.nam' is not a path in 'org.example.login.v1'. Did you mean 'user.name'? It has user.id, user.name."],
            Problems("'logins': { 'Event': 'org.example.login.v1', 'Key': 'user.nam' }"));

    [Fact]
    public void A_transport_that_is_not_there_is_refused() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Transport: 'stream' is neither an entry of Omnibus:Transports nor an installed driver. Installed: broker, queue, sqlite."],
            Problems("'logins': { 'Event': 'org.example.login.v1', 'Transport': 'stream' }"));

    [Fact]
    public void A_route_is_switched_off_by_itself_and_not_by_its_transport() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Transport: 'none' switches off the whole bus and is understood only at Omnibus:Transport. Set Enabled to false here."],
            Problems("'logins': { 'Event': 'org.example.login.v1', 'Transport': 'none' }"));

    [Fact]
    public void Two_entries_that_would_store_an_event_twice_in_one_topic_are_refused() =>
        Assert.Equal(
            ["Omnibus:Publish:b: publishes 'org.example.login.v1' to 'user-login' on 'queue', as Omnibus:Publish:a does already. Remove one of them."],
            Problems("'a': { 'Event': 'org.example.login.v1' }, 'b': { 'Event': 'org.example.login.v1', 'Transport': 'QUEUE' }"));

    [Fact]
    public void A_topic_that_the_broker_refuses_is_named_also_where_the_route_is_off() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Topic: 'user login' cannot be a topic of 'broker': ' ' is not allowed: use letters, digits and . _ -. Choose another topic."],
            Problems("'logins': { 'Event': 'org.example.login.v1', 'Topic': 'user login', 'Transport': 'broker', 'Enabled': false }"));

    [Fact]
    public void A_topic_is_checked_with_its_prefix() =>
        Assert.Equal(
            [
                "Omnibus:Publish:logins:Topic: 'a23456789-123456789-123456789-123456789-123456789-123456789', in full "
                + "'prod-a23456789-123456789-123456789-123456789-123456789-123456789', cannot be a topic of 'broker': a topic name has at most 60 bytes. "
                + "Choose another topic.",
            ],
            new Scenario().Problems(
                """
                'Transport': 'queue', 'TopicPrefix': 'prod', 'Transports': { 'broker': { 'Url': 'x' } },
                'Publish': { 'logins': { 'Event': 'org.example.login.v1', 'Topic': 'a23456789-123456789-123456789-123456789-123456789-123456789', 'Transport': 'broker' } }
                """));

    [Fact]
    public void A_prefix_that_the_broker_refuses_is_named_once() =>
        Assert.Equal(
            ["Omnibus:TopicPrefix: 'the prod' cannot begin a topic of 'broker': ' ' is not allowed: use letters, digits and . _ -. Choose another prefix."],
            new Scenario().Problems(
                """
                'Transport': 'queue', 'TopicPrefix': 'the prod', 'Transports': { 'broker': { 'Url': 'x' } },
                'Publish': {
                  'a': { 'Event': 'org.example.login.v1', 'Topic': 'a', 'Transport': 'broker' },
                  'b': { 'Event': 'org.example.login.v1', 'Topic': 'b', 'Transport': 'broker' } }
                """));

    [Fact]
    public void An_entry_takes_what_it_does_not_say_from_the_event_and_from_the_default_transport()
    {
        var route = Assert.Single(new Scenario().Load("'Transport': 'queue', 'Publish': { 'logins': { 'Event': 'org.example.login.v1' } }").Routes);
        Assert.Equal(("logins", "org.example.login.v1", "user-login", "user.name", "queue", true), (route.Name, route.EventType, route.Topic, route.Key, route.Transport, route.Enabled));
    }

    [Fact]
    public void An_entry_without_a_topic_of_an_event_without_a_topic_uses_its_type()
    {
        var route = Assert.Single(new Scenario().Load("'Transport': 'queue', 'Publish': { 'a': { 'Event': 'org.example.enrolment.v1' } }").Routes);
        Assert.Equal(("org.example.enrolment.v1", null), (route.Topic, route.Key));
    }

    [Fact]
    public void A_route_that_is_off_needs_no_transport_to_be_made()
    {
        var scenario = new Scenario();
        var route = Assert.Single(scenario.Load(
            "'Transport': 'queue', 'Publish': { 'logins': { 'Event': 'org.example.login.v1', 'Transport': 'broker', 'Enabled': false } }").Routes);
        Assert.False(route.Enabled);
        Assert.Empty(scenario.Broker.Made);
    }

    private static IReadOnlyList<string> Problems(string publish) =>
        new Scenario().Problems($"'Transport': 'queue', 'Transports': {{ 'broker': {{ 'Url': 'x' }} }}, 'Publish': {{ {publish} }}");
}
