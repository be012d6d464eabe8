using Campus.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Testing;

namespace Omnibus.Snippets;

public static class Testing
{
    public static async Task WelcomeAsync(HostApplicationBuilder builder, EnrolmentCreated enrolment)
    {
        var bus = builder.Services.UseOmnibusForTests();
        using var host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<IEventBus>().PublishAsync(enrolment);
        await bus.WhenIdleAsync();

        var handled = bus.Handled<EnrolmentCreated>().Single();
        Console.WriteLine(handled.Context.Consumer);
    }

    public static async Task FailAsync(TestBus bus, IEventBus publisher, EnrolmentCreated enrolment)
    {
        bus.ExpectFailures();
        await publisher.PublishAsync(enrolment);
        await bus.WhenIdleAsync();

        var failed = bus.DeadLettered<EnrolmentCreated>().Single();
        Console.WriteLine($"{failed.Handler}, attempt {failed.Context.Attempt}: {failed.Exception!.Message}");
    }

    public static async Task ReplayAsync(TestBus bus)
    {
        await bus.ReplayAsync(File.OpenText("captured.jsonl"));
        await bus.WhenIdleAsync();
    }

    public static EventContext Context() => new() { Topic = "enrolments", Key = "4711", Attempt = 2 };
}
