using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>A cluster that has just been started knows no group yet, and makes its own topic for them when it is first asked.</summary>
public sealed class FirstMomentTests(MortalKafka mortal) : KafkaTest(mortal), IClassFixture<MortalKafka>
{
    [Fact]
    public async Task Groups_can_be_asked_for_from_the_first_moment_of_a_cluster()
    {
        var transport = Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => transport.DescribeGroupAsync($"{Group}-{number}", Stop).AsTask()));
        Assert.All(answers, Assert.Null);
    }
}
