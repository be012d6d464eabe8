namespace Omnibus.Tests.Configuration;

public sealed class ImplicitRouteTests
{
    [Fact]
    public void An_event_without_an_entry_has_a_route_of_its_own()
    {
        var route = new Scenario().Load("'Transport': 'queue'").ImplicitRouteOf(Login.Definition)!;
        Assert.Equal(("org.example.login.v1", "user-login", "user.name", "queue", true), (route.Name, route.Topic, route.Key, route.Transport, route.Enabled));
    }

    [Fact]
    public void An_event_without_a_topic_travels_on_its_type() =>
        Assert.Equal("org.example.enrolment.v1", new Scenario().Load("'Transport': 'queue'").ImplicitRouteOf(Enrolment.Definition)!.Topic);

    [Fact]
    public void An_entry_replaces_the_route_of_its_own_also_where_it_is_off() =>
        Assert.Null(new Scenario()
            .Load("'Transport': 'queue', 'Publish': { 'a': { 'Event': 'org.example.login.v1', 'Enabled': false } }")
            .ImplicitRouteOf(Login.Definition));

    [Fact]
    public void Implicit_routes_can_be_removed() =>
        Assert.Null(new Scenario().Load("'Transport': 'queue', 'ImplicitRoutes': false").ImplicitRouteOf(Login.Definition));

    [Fact]
    public void A_known_event_whose_topic_the_broker_refuses_needs_an_entry() =>
        Assert.Equal(
            [
                "Omnibus:Publish: the event 'org example odd' has no entry and cannot do without: 'org example odd' cannot be a topic of 'main' (broker): "
                + "' ' is not allowed: use letters, digits and . _ -. Give it another Topic in an entry of Omnibus:Publish.",
            ],
            new Scenario().Knowing(Odd.Definition).Problems("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'broker', 'Url': 'x' } }"));

    [Fact]
    public void A_known_event_that_lacks_its_own_key_is_refused() =>
        Assert.Equal(
            [
                "Omnibus:Publish: the event 'org.example.keyless.v1' has no entry and cannot do without: its key 'gone' is not in the event. "
                + "It has no path that can be a key.",
            ],
            new Scenario().Knowing(Keyless.Definition).Problems("'Transport': 'queue'"));

    [Fact]
    public void An_event_that_was_not_known_at_start_is_checked_when_its_route_is_asked_for()
    {
        var configuration = new Scenario().Load("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'broker', 'Url': 'x' } }");
        var exception = Assert.Throws<OmnibusException>(() => configuration.ImplicitRouteOf(Odd.Definition));
        Assert.Equal(
            "The event 'org example odd' has no entry in Omnibus:Publish and cannot do without: 'org example odd' cannot be a topic of 'main' (broker): "
            + "' ' is not allowed: use letters, digits and . _ -. Give it another Topic in an entry of Omnibus:Publish.",
            exception.Message);
    }
}
