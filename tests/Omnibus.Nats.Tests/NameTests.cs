namespace Omnibus.Nats.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData("lms.welcome", "lms+welcome")]
    [InlineData("a b*c>d/e=f~é", "a=20b=2Ac=3Ed=2Fe=3Df=7E=C3=A9")]
    [InlineData("plus+", "plus=2B")]
    public void A_group_has_a_name_at_the_server_that_leads_back_to_it(string group, string durable)
    {
        Assert.Equal(durable, NatsNames.DurableOf(group));
        Assert.Equal(group, NatsNames.GroupOf(durable));
    }

    [Theory]
    [InlineData("a=zz", "a=zz")]
    [InlineData("a=4", "a=4")]
    [InlineData("a=+1=", "a=.1=")]
    public void A_consumer_that_a_stranger_named_is_told_as_it_is(string durable, string group) => Assert.Equal(group, NatsNames.GroupOf(durable));

    [Theory]
    [InlineData("$JS.ACK.orders.lms.2.17.5.1795995851304522429.0", "lms", 17, 5)]
    [InlineData("$JS.ACK.hub.ABC.orders.lms.2.17.5.1795995851304522429.0.token", "lms", 17, 5)]
    public void The_address_of_an_acknowledgement_says_what_it_is_for(string subject, string consumer, int record, int delivery)
    {
        var place = AckSubject.Parse(subject);
        Assert.Equal((consumer, (ulong)record, (ulong)delivery, 1795995851304L), (place.Consumer, place.Record, place.Number, place.StoredAt));
    }
}
