namespace Omnibus.Tests.Configuration;

public sealed class OptionTests
{
    private const string Queue = "'Transport': 'queue'";

    [Fact]
    public void An_unknown_option_is_named_with_the_one_that_was_meant() =>
        Assert.Equal(
            ["Omnibus:DrainTimout: is an unknown option. Did you mean DrainTimeout?"],
            new Scenario().Problems($"{Queue}, 'DrainTimout': '00:00:10'"));

    [Fact]
    public void An_unknown_option_that_resembles_none_is_answered_with_all_that_are_known() =>
        Assert.Equal(
            ["Omnibus:Topics:logins:Colour: is an unknown option. Known here: Create, Partitions, Retention."],
            new Scenario().Problems($"{Queue}, 'Topics': {{ 'logins': {{ 'Colour': 'red' }} }}"));

    [Fact]
    public void An_unknown_option_of_a_consumer_is_named() =>
        Assert.Equal(
            ["Omnibus:Consume:welcome:Concurency: is an unknown option. Did you mean Concurrency?"],
            new Scenario().Consuming("welcome").Problems("'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'x' } }, 'Consume': { 'welcome': { 'Concurency': 3 } }"));

    [Fact]
    public void An_unknown_option_of_a_route_is_named() =>
        Assert.Equal(
            ["Omnibus:Publish:logins:Topics: is an unknown option. Did you mean Topic?"],
            new Scenario().Problems($"{Queue}, 'Publish': {{ 'logins': {{ 'Event': 'org.example.login.v1', 'Topics': 'a' }} }}"));

    [Fact]
    public void Options_below_an_option_that_is_one_text_are_unknown() =>
        Assert.Equal(
            ["Omnibus:Service:Name: is an unknown option. Did you mean Service?"],
            new Scenario().Problems($"{Queue}, 'Service': {{ 'Name': 'lms' }}"));

    [Fact]
    public void A_section_that_is_one_text_is_refused() =>
        Assert.Equal(
            [
                "Omnibus:Transports: is one text, and must be a section with named entries.",
                "Omnibus:Topics:logins: is one text, and must be a section with options.",
            ],
            new Scenario().Problems($"{Queue}, 'Transports': 'queue', 'Topics': {{ 'logins': '8' }}"));

    [Fact]
    public void A_text_that_is_no_truth_value_is_refused() =>
        Assert.Equal(["Omnibus:ImplicitRoutes: 'no' is neither true nor false."], new Scenario().Problems($"{Queue}, 'ImplicitRoutes': 'no'"));

    [Fact]
    public void A_bare_number_is_no_time_span() =>
        Assert.Equal(
            ["Omnibus:PublishTimeout: '5' is not a positive time span. Write [days.]hours:minutes:seconds, for example 00:00:30."],
            new Scenario().Problems($"{Queue}, 'PublishTimeout': 5"));

    [Fact]
    public void A_queue_without_room_is_refused() =>
        Assert.Equal(
            [
                "Omnibus:PublishQueueBytes: 100 bytes hold hardly an event. Set it to at least 1 MB.",
                "Omnibus:PublishQueueRecords: '0' is not a whole number of at least 1.",
            ],
            new Scenario().Problems($"{Queue}, 'PublishQueueRecords': 0, 'PublishQueueBytes': 100").Order());

    [Fact]
    public void Topics_need_at_least_one_partition() =>
        Assert.Equal(
            ["Omnibus:Topics:logins:Partitions: '0' is not a whole number of at least 1."],
            new Scenario().Problems($"{Queue}, 'Topics': {{ 'logins': {{ 'Partitions': 0 }} }}"));

    [Fact]
    public void A_list_that_is_set_twice_is_refused()
    {
        var exception = Assert.Throws<OmnibusException>(() => new Scenario().Consuming("welcome").Load(
            "'Transport': 'sqlite', 'Consume': { 'welcome': { 'Topics': ['user-login'] } }", ("Omnibus__Consume__welcome__Topics", "other")));
        Assert.Equal(["Omnibus:Consume:welcome:Topics: is set both as one text and as a list. Remove one of them."], exception.Problems);
    }

    [Fact]
    public void A_list_with_names_is_refused() =>
        Assert.Equal(
            ["Omnibus:Consume:welcome:Topics: is a list of texts, and 'first' is not a place in it. Write [\"one\", \"two\"] or \"one,two\"."],
            new Scenario().Consuming("welcome").Problems("'Transport': 'sqlite', 'Consume': { 'welcome': { 'Topics': { 'first': 'user-login' } } }"));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var problems = new Scenario().Consuming("welcome").Problems(
            """
            'Transport': 'brocker', 'Colour': 'red', 'DrainTimeout': '1',
            'Transports': { 'main': { 'Driver': 'rabbit' } },
            'Publish': { 'a': { 'Event': 'org.example.nothing.v1' }, 'b': {} },
            'Consume': { 'welcome': { 'Concurrency': 0, 'Ordering': 'Total' }, 'stranger': {} }
            """);
        Assert.Equal(9, problems.Count);
        Assert.Equal(9, problems.Select(problem => problem.Split(": ")[0]).Distinct().Count());
    }
}
