using Campus.Events;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Snippets;

public interface IMailer
{
    Task SendAsync(string address, string subject, CancellationToken cancellationToken);
}

public sealed class SendWelcome(IMailer mailer) : IEventHandler<EnrolmentCreated>
{
    public async ValueTask HandleAsync(EnrolmentCreated enrolment, EventContext context, CancellationToken cancellationToken)
    {
        if (enrolment.Student.Email is { } address)
        {
            await mailer.SendAsync(address, $"Welcome to {enrolment.Course.Title}", cancellationToken);
        }
    }
}

public static class Readme
{
    public static async Task ListenAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddOmnibus().AddEvents<CampusEventCatalogue>()
               .Consumer("mailer").Handle<EnrolmentCreated, SendWelcome>();
        await builder.Build().RunAsync();
    }

    public static async Task PublishAsync(IEventBus bus, EnrolmentCreated enrolment, CancellationToken stop)
    {
        await bus.PublishAsync(enrolment, cancellationToken: stop);
    }
}
