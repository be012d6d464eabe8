namespace Omnibus.Tests.Configuration;

public sealed class ConsumerTests
{
    [Fact]
    public void A_consumer_in_configuration_that_the_code_does_not_register_has_no_handlers() =>
        Assert.Equal(
            [
                "Omnibus:Consume:welcom: no consumer of this name is registered, so that it has no handlers. Did you mean 'welcome'? "
                + "Register it with Consumer(\"welcom\").Handle, or remove the section.",
            ],
            new Scenario().Consuming("welcome").Problems("'Transport': 'sqlite', 'Consume': { 'welcom': {} }"));

    [Fact]
    public void A_consumer_that_the_code_registers_without_handlers_is_refused()
    {
        var scenario = new Scenario();
        scenario.Bus.Consumer("welcome");
        Assert.Equal(
            ["Omnibus:Consume:welcome: this consumer has no handlers. Add one with Consumer(\"welcome\").Handle, or do not register it."],
            scenario.Problems("'Transport': 'sqlite'"));
    }

    [Theory]
    [InlineData("'Concurrency': 0", "Concurrency: '0' is not a whole number from 1 to 1024.")]
    [InlineData("'Ordering': 'Total'", "Ordering: 'Total' is not one of Partition, Key, None.")]
    [InlineData("'OnFailure': 'Ignore'", "OnFailure: 'Ignore' is not one of DeadLetter, Skip, Stop.")]
    [InlineData("'OnUnhandled': 'Ignore'", "OnUnhandled: 'Ignore' is not one of Skip, DeadLetter, Stop.")]
    [InlineData("'Start': 'Yesterday'", "Start: 'Yesterday' is not a start. Write Earliest, Latest, a time such as 2026-01-31T08:00:00Z, or a position such as 1234.")]
    [InlineData("'Retry': { 'Attempts': 0 }", "Retry:Attempts: '0' is not a whole number from 1 to 100.")]
    [InlineData(
        "'Retry': { 'FirstDelay': '00:00:06' }", "Retry:FirstDelay: 00:00:06 is more than MaxDelay, which is 00:00:05. Lower it or raise MaxDelay.")]
    [InlineData(
        "'Retry': { 'Attempts': 12 }",
        "Retry: the delays between 12 attempts add up to 00:00:31.3000000, and a partition must not stand still for more than 00:00:30. "
        + "Lower Attempts, FirstDelay or MaxDelay.")]
    [InlineData("'Ignore': ['org.example.login.v1']", "Ignore: 'org.example.login.v1' has the handler LoginHandler here. Remove one of the two.")]
    [InlineData("'Transport': 'none'", "Transport: 'none' switches off the whole bus and is understood only at Omnibus:Transport. Set Enabled to false here.")]
    public void An_option_that_cannot_be_is_refused(string option, string problem) =>
        Assert.Equal(
            [$"Omnibus:Consume:welcome:{problem}"],
            new Scenario().Consuming("welcome").Problems($"'Transport': 'sqlite', 'Consume': {{ 'welcome': {{ {option} }} }}"));

    [Fact]
    public void Two_consumers_of_one_group_and_one_topic_are_refused() =>
        Assert.Equal(
            [
                "Omnibus:Consume:second:Group: 'g' is the group of consumer 'first' too, and both read 'user-login' on 'sqlite', so that each would miss what the other "
                + "takes. Give one of them another Group, or register all handlers with one consumer.",
            ],
            new Scenario().Consuming("first").Consuming("second")
                .Problems("'Transport': 'sqlite', 'Consume': { 'first': { 'Group': 'g' }, 'second': { 'Group': 'g' } }"));

    [Fact]
    public void Two_consumers_of_one_group_may_read_different_topics_or_different_transports() =>
        Assert.Equal(3, new Scenario().Consuming("first").Consuming("second").Consuming("third").Load(
            """
            'Transport': 'sqlite', 'Transports': { 'broker': { 'Url': 'x' } },
            'Consume': { 'first': { 'Group': 'g' }, 'second': { 'Group': 'g', 'Topics': 'other' }, 'third': { 'Group': 'g', 'Transport': 'broker' } }
            """).Consumers.Count);

    [Fact]
    public void A_consumer_needs_no_configuration()
    {
        var consumer = Assert.Single(new Scenario().Consuming("welcome").Load("'Transport': 'sqlite'").Consumers);
        Assert.Equal(("welcome", "sqlite", "campus.welcome"), (consumer.Name, consumer.Transport, consumer.Group));
        Assert.Equal(["user-login"], consumer.Topics);
        Assert.Equal(Drivers.StartPoint.Earliest, consumer.Start);
        Assert.Equal((Ordering.Partition, Drivers.Coordination.Leases, 8), (consumer.Ordering, consumer.Coordination, consumer.Concurrency));
        Assert.Equal((5, TimeSpan.FromMinutes(5)), (consumer.Retry.Attempts, consumer.HandlerTimeout));
        Assert.Equal((FailureAction.DeadLetter, UnhandledAction.Skip, false), (consumer.OnFailure, consumer.OnUnhandled, consumer.DeadLetterMessages));
    }

    [Fact]
    public void Every_option_of_a_consumer_can_be_set()
    {
        var consumer = Assert.Single(new Scenario().Consuming("welcome").Load(
            """
            'Transport': 'queue', 'Consume': { 'WELCOME': {
              'Topics': ['b', 'a'], 'Transport': 'sqlite', 'Group': 'g', 'Start': '2026-01-31', 'Ordering': 'key', 'Concurrency': 2,
              'Retry': { 'Attempts': 3, 'FirstDelay': '00:00:01', 'MaxDelay': '00:00:02' }, 'HandlerTimeout': '00:00:09',
              'OnFailure': 'Skip', 'OnUnhandled': 'Stop', 'Ignore': ['a.b.v1', 'c.d.v1'], 'DeadLetterMessages': true, 'Enabled': true } }
            """).Consumers);
        Assert.Equal(("welcome", "sqlite", "g"), (consumer.Name, consumer.Transport, consumer.Group));
        Assert.Equal(["b", "a"], consumer.Topics);
        Assert.Equal(Drivers.StartPoint.At(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero)), consumer.Start);
        Assert.Equal((Ordering.Key, 2, TimeSpan.FromSeconds(9)), (consumer.Ordering, consumer.Concurrency, consumer.HandlerTimeout));
        Assert.Equal((3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (consumer.Retry.Attempts, consumer.Retry.FirstDelay, consumer.Retry.MaxDelay));
        Assert.Equal((FailureAction.Skip, UnhandledAction.Stop, true), (consumer.OnFailure, consumer.OnUnhandled, consumer.DeadLetterMessages));
        Assert.Equal(["a.b.v1", "c.d.v1"], consumer.Ignore.Order());
    }

    [Fact]
    public void A_consumer_without_topics_reads_those_of_the_routes_of_its_events()
    {
        var consumer = Assert.Single(new Scenario().Consuming("welcome").Load(
            """
            'Transport': 'sqlite', 'Publish': {
              'a': { 'Event': 'org.example.login.v1', 'Topic': 'first' },
              'b': { 'Event': 'org.example.login.v1', 'Topic': 'second', 'Enabled': false },
              'c': { 'Event': 'org.example.login.v1', 'Topic': 'elsewhere', 'Transport': 'queue' } }
            """).Consumers);
        Assert.Equal(["first", "second"], consumer.Topics);
    }

    [Fact]
    public void A_consumer_that_is_off_is_known_and_does_not_run()
    {
        var scenario = new Scenario().Consuming("welcome");
        var configuration = scenario.Load("'Transport': 'queue', 'Consume': { 'welcome': { 'Enabled': false, 'Transport': 'sqlite' } }");
        Assert.Empty(configuration.Consumers);
        Assert.Equal(["welcome"], configuration.DisabledConsumers);
        Assert.Empty(scenario.Sqlite.Made);
    }
}
