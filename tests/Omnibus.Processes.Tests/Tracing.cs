using System.Diagnostics;

namespace Omnibus.Processes.Tests;

[Collection(OneAtATime.Name)]
public sealed class Tracing
{
    [Fact]
    public async Task Publisher_and_handler_are_one_trace_across_two_processes()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OmnibusTelemetry.SourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        await using var campaign = await Campaign.CreateAsync();
        await using var worker = await Worker.StartAsync(campaign.File);
        ActivitySource.AddActivityListener(listener);
        await campaign.PublishAsync(0, 3);
        await worker.UntilAsync(3, TimeSpan.FromSeconds(60));
        var publish = Assert.Single(spans, span => span.Kind == ActivityKind.Producer);
        Assert.Equal(3, worker.Handled.Count);
        Assert.All(worker.Handled, handled => Assert.Equal(publish.Id, handled.Parent));
    }
}
