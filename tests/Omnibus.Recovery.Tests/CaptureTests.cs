using Omnibus.Brokers;
using Omnibus.Commands;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

public sealed class CaptureTests(SharedRedis redis)
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task What_was_captured_is_published_elsewhere_as_it_was(string transport)
    {
        await using var from = await Place.CreateAsync(transport, redis);
        await from.PublishAsync(0, 25);
        var file = Path.Combine(from.Folder, "captured.jsonl");

        var captured = await from.ToolAsync("capture", "--from", "earliest", "--file", file);
        var some = await from.ToolAsync("capture", "--topic", "counted", "--from", "earliest", "--count", "4");
        var none = await from.ToolAsync("capture", "--topic", "nowhere", "--from", "earliest");
        var later = await from.ToolAsync("capture", "--topic", "counted", "--from", "2999-01-01", "--count", "1");
        await using var to = await Place.CreateAsync("memory", redis);
        var published = await to.ToolAsync("publish", "--file", file);
        var handled = new Handled();
        await to.ReadAsync(consumer => consumer.Handle(handled));
        await handled.UntilAsync(25);

        Assert.Equal((0, 0, 0), (captured.Code, some.Code, published.Code));
        Assert.Contains("25 events captured", captured.Error, StringComparison.Ordinal);
        Assert.Equal(4, some.Lines.Length);
        Assert.Equal((ExitCode.Input, ExitCode.Incomplete), (none.Code, later.Code));
        Assert.Equal(Enumerable.Range(0, 25).Select(number => (long)number), handled.Numbers.Order());
        Assert.Subset(File.ReadAllLines(file).ToHashSet(), some.Lines.ToHashSet());
    }
}
