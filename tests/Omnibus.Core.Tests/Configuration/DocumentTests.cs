using System.Globalization;
using System.Reflection;
using Omnibus.Configuration;

namespace Omnibus.Tests.Configuration;

public sealed class DocumentTests
{
    [Fact]
    public void The_table_of_defaults_has_every_default_with_its_value()
    {
        var fields = typeof(Defaults).GetFields(BindingFlags.Static | BindingFlags.Public);
        Assert.NotEmpty(fields);
        Assert.Equal(
            fields.Select(field => $"{field.Name} = {Text(field.GetValue(null)!)}").Order(StringComparer.Ordinal),
            Document.Read("defaults.md").Rows().Select(row => $"{row[0]} = {row[1]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("The bus", "")]
    [InlineData("Topics", "'Topics': { 'user-login': { {0} } }")]
    [InlineData("Routes", "'Publish': { 'a': { 'Event': 'org.example.login.v1', {0} } }")]
    [InlineData("Consumers", "'Consume': { 'welcome': { {0} } }")]
    public void The_tables_of_options_have_every_option_that_is_known(string heading, string place)
    {
        const string Stranger = "'zzzzzzzzzz': 'z'";
        var section = place.Length == 0 ? Stranger : place.Replace("{0}", Stranger, StringComparison.Ordinal);
        var problem = Assert.Single(new Scenario().Consuming("welcome").Problems($"'Transport': 'sqlite', {section}"));
        var known = problem[(problem.IndexOf("Known here: ", StringComparison.Ordinal) + "Known here: ".Length)..].TrimEnd('.').Split(", ");
        Assert.Equal(known.Order(StringComparer.Ordinal), Document.Read("configuration.md").Rows(heading).Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_options_of_the_tables_have_the_defaults_that_the_tables_say()
    {
        var configuration = new Scenario().Consuming("welcome").Load("'Transport': 'sqlite'");
        var consumer = Assert.Single(configuration.Consumers);
        var page = Document.Read("configuration.md");
        var said = page.Rows("The bus").Concat(page.Rows("Consumers")).Where(row => row[0] is not ("Transport" or "Topics")).ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(said["PublishTimeout"], Text(configuration.Publishing.Timeout));
        Assert.Equal(said["PublishQueueRecords"], Text(configuration.Publishing.QueueRecords));
        Assert.Equal(said["PublishQueueBytes"], Text(configuration.Publishing.QueueBytes));
        Assert.Equal(said["ImplicitRoutes"], configuration.ImplicitRoutes ? "true" : "false");
        Assert.Equal(said["WaitForBroker"], configuration.WaitForBroker ? "true" : "false");
        Assert.Equal(said["DrainTimeout"], Text(configuration.DrainTimeout));
        Assert.Equal(said["Start"], consumer.Start.Kind.ToString());
        Assert.Equal(said["Ordering"], consumer.Ordering.ToString());
        Assert.Equal(said["Concurrency"], Text(consumer.Concurrency));
        Assert.Equal(said["Retry:Attempts"], Text(consumer.Retry.Attempts));
        Assert.Equal(TimeSpan.Parse(said["Retry:FirstDelay"], CultureInfo.InvariantCulture), consumer.Retry.FirstDelay);
        Assert.Equal(said["Retry:MaxDelay"], Text(consumer.Retry.MaxDelay));
        Assert.Equal(said["HandlerTimeout"], Text(consumer.HandlerTimeout));
        Assert.Equal(said["OnFailure"], consumer.OnFailure.ToString());
        Assert.Equal(said["OnUnhandled"], consumer.OnUnhandled.ToString());
        Assert.Equal(said["DeadLetterMessages"], consumer.DeadLetterMessages ? "true" : "false");
    }

    private static string Text(object value) => value switch
    {
        long bytes => $"{bytes >> 20} MB",
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
