using Omnibus.Kafka.Producing;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests.Units;

/// <summary>Records by the numbers that stand for them in librdkafka.</summary>
public sealed class HandedOverTests
{
    [Fact]
    public void Every_number_gives_back_its_own_record_however_many_there_are_and_in_any_order()
    {
        var handed = new HandedOver();
        var records = Enumerable.Range(0, 5000).Select(number => new TestRecord("topic", $"{number}")).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var numbers = records.Select(handed.Add).ToArray();
            Assert.Distinct(numbers);
            foreach (var index in Enumerable.Range(0, records.Length).OrderBy(index => index * 7919 % records.Length))
            {
                Assert.Same(records[index], handed.Take(numbers[index]));
            }
        }
    }
}
