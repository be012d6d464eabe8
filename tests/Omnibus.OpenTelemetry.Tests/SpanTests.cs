using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Omnibus.OpenTelemetry.Tests;

[Collection("Everything that listens hears of every bus in the process")]
public sealed class SpanTests : IDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly ActivitySource _application = new("shop");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Publishing_and_handling_are_one_trace()
    {
        using var provider = Collect();
        await using var run = await Run.StartAsync(Stop);
        Activity request;
        using (request = _application.StartActivity("request")!)
        {
            await run.Bus.PublishAsync(new Order("1"), cancellationToken: Stop);
            Assert.Same(request, Activity.Current);
        }

        await UntilAsync(2, "process orders");
        var publish = Assert.Single(Named("publish orders"));
        Assert.Equal(request.SpanId, publish.ParentSpanId);
        Assert.All(Named("process orders"), process => Assert.Equal((request.TraceId, publish.SpanId), (process.TraceId, process.ParentSpanId)));
        Assert.Equal(["shop.bills", "shop.letters"], Named("process orders").Select(process => process.GetTagItem("messaging.consumer.group.name")).Order());
    }

    [Fact]
    public async Task A_span_has_the_attributes_of_the_table_and_no_others()
    {
        using var provider = Collect();
        await using var run = await Run.StartAsync(Stop);
        await run.Bus.PublishAsync(new Order("1"), cancellationToken: Stop);
        await UntilAsync(2, "process orders");
        foreach (var row in Omnibus.Tests.Configuration.Document.Read("telemetry.md").Rows("Spans"))
        {
            var span = Named(row[0].Replace("{topic}", "orders", StringComparison.Ordinal))[0];
            Assert.Equal(row[1], span.Kind.ToString().ToLowerInvariant());
            Assert.Equal(row[3].Split(',').Select(name => name.Trim(' ', '`')).Order(), span.TagObjects.Select(tag => tag.Key).Order());
            Assert.DoesNotContain(span.TagObjects, tag => tag.Value is null);
        }
    }

    [Fact]
    public async Task A_delivery_that_fails_marks_its_span_with_the_reason_and_nothing_of_the_event()
    {
        using var provider = Collect();
        await using var run = await Run.StartAsync(Stop);
        await run.Bus.PublishAsync([new Order("2"), new Order("poison")], cancellationToken: Stop);
        await UntilAsync(4, "process orders");
        Assert.Equal(2, Assert.Single(Named("publish orders")).GetTagItem("messaging.batch.message_count"));
        var failed = Named("process orders").Where(span => span.Status == ActivityStatusCode.Error).ToList();
        Assert.Equal(["HandlerFailed", "HandlerFailed"], failed.Select(span => span.GetTagItem("error.type")));
        Assert.Equal(2, failed.Single(span => (string)span.GetTagItem("omnibus.consumer")! == "bills").GetTagItem("omnibus.attempts"));
        Assert.DoesNotContain(
            Named("process orders").SelectMany(span => span.TagObjects).Select(tag => tag.Value!.ToString()!),
            value => value.Contains("poison", StringComparison.Ordinal) || value.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_marks_the_span_of_publishing()
    {
        using var provider = Collect();
        await using var run = await Run.StartAsync(Stop);
        await Assert.ThrowsAsync<OmnibusException>(async () => await run.Bus.PublishAsync(new Large("5"), cancellationToken: Stop));
        var publish = Assert.Single(Named("publish large"));
        Assert.Equal((ActivityStatusCode.Error, "TooLarge"), (publish.Status, publish.GetTagItem("error.type")));
    }

    private TracerProvider Collect() => Sdk.CreateTracerProviderBuilder().AddSource("shop").AddOmnibusInstrumentation().AddInMemoryExporter(_spans).Build();

    private List<Activity> Named(string name) => [.. _spans.ToArray().Where(span => span?.DisplayName == name)];

    private Task UntilAsync(int count, string name) => Until.HoldsAsync(() => Named(name).Count >= count, $"{count} x {name}");
}
