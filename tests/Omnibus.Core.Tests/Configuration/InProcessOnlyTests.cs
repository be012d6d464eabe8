using Omnibus.Core.Tests.Bus;
using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

public sealed class InProcessOnlyTests
{
    [Fact]
    public void An_event_without_codecs_is_in_process_only()
    {
        Assert.True(Local.Definition.InProcessOnly);
        Assert.False(Login.Definition.InProcessOnly);
    }

    [Fact]
    public void It_may_be_known_beside_others()
    {
        var configuration = new Scenario().Knowing(Local.Definition).Load("'Transport': 'queue'");
        Assert.NotNull(configuration.ImplicitRouteOf(Login.Definition));
    }

    [Fact]
    public void A_route_of_it_is_refused() =>
        Assert.Equal(
            ["Omnibus:Publish:local:Event: 'org.example.local.v1' is in-process only and goes to no bus. Remove this entry."],
            new Scenario().Knowing(Local.Definition).Problems("'Transport': 'queue', 'Publish': { 'local': { 'Event': 'org.example.local.v1' } }"));

    [Fact]
    public void A_consumer_of_it_is_refused()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("images").Handle<Local, LocalHandler>();
        Assert.Equal(
            [
                "Omnibus:Consume:images:Topics: the handler LocalHandler of 'org.example.local.v1' gets no event: 'org.example.local.v1' is in-process only "
                + "and comes from no bus. Register the handler with HandleLocally.",
            ],
            scenario.Problems("'Transport': 'queue', 'Consume': { 'images': { 'Topics': ['images'], 'Ordering': 'None' } }"));
    }

    [Fact]
    public async Task Publishing_it_fails_and_says_why()
    {
        await using var bus = await new TestBus().StartAsync();
        var exception = await Assert.ThrowsAsync<OmnibusException>(async () => await bus.Bus.PublishAsync(new Local(Stream.Null)));
        Assert.Equal(FaultCode.Invalid, exception.Code);
        Assert.Equal(
            "The event 'org.example.local.v1' is in-process only: it has no form in which it could travel. Publish another event that says what others need.",
            exception.Message);
    }
}
