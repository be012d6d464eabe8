namespace Omnibus.Tests.Configuration;

public sealed class HandlerTests
{
    [Fact]
    public void A_handler_of_an_event_that_travels_on_none_of_the_topics_gets_nothing()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome").Handle<Login, LoginHandler>().Handle<Enrolment, EnrolmentHandler>();
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Topics: the handler EnrolmentHandler of 'org.example.enrolment.v1' gets no event: 'org.example.enrolment.v1' travels on "
                + "'org.example.enrolment.v1'. Add that to Topics, or name its topic in an entry of Omnibus:Publish.",
            ],
            scenario.Problems("'Transport': 'sqlite', 'Consume': { 'welcome': { 'Topics': ['user-login'] } }"));
    }

    [Fact]
    public void A_topic_that_is_known_for_no_event_may_carry_any()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome").Handle<Login, LoginHandler>().Handle<Enrolment, EnrolmentHandler>();
        Assert.Equal(["everything"], Assert.Single(scenario.Load("'Transport': 'sqlite', 'Consume': { 'welcome': { 'Topics': ['everything'] } }").Consumers).Topics);
    }

    [Fact]
    public void A_handler_of_an_event_without_any_topic_gets_nothing() =>
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Topics: is not set, and no topic of 'org.example.login.v1' on 'sqlite' is known, so that the handler LoginHandler of "
                + "'org.example.login.v1' gets no event. Set Topics.",
            ],
            new Scenario().Consuming("welcome").Problems("'Transport': 'sqlite', 'ImplicitRoutes': false"));

    [Fact]
    public void A_handler_of_an_event_whose_routes_all_use_another_transport_gets_nothing() =>
        Assert.Equal(
            [
                "Omnibus:Consume:welcome:Topics: is not set, and no topic of 'org.example.login.v1' on 'sqlite' is known, so that the handler LoginHandler of "
                + "'org.example.login.v1' gets no event. Set Topics.",
            ],
            new Scenario().Consuming("welcome")
                .Problems("'Transport': 'sqlite', 'Publish': { 'logins': { 'Event': 'org.example.login.v1', 'Transport': 'queue' } }"));

    [Fact]
    public void A_handler_that_needs_a_service_which_is_not_registered_is_refused()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome").Handle<Login, HandlerTests>(Handle);
        Assert.Equal(
            [
                "Omnibus:Consume:welcome: the handler Handle of 'org.example.login.v1' needs the service Omnibus.Tests.Configuration.HandlerTests, "
                + "which is not registered. Register it.",
            ],
            scenario.Problems("'Transport': 'sqlite'"));
    }

    private static ValueTask Handle(Login login, EventContext context, HandlerTests tests, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
