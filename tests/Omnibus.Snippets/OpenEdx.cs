using Microsoft.Extensions.Hosting;
using Omnibus.OpenEdx;
using Omnibus.OpenEdx.Learning;

namespace Omnibus.Snippets;

public sealed class GreetStudent(IMailer mailer) : IEventHandler<SessionLoginCompleted>
{
    public async ValueTask HandleAsync(SessionLoginCompleted login, EventContext context, CancellationToken cancellationToken)
    {
        await mailer.SendAsync(login.User.Pii.Email, $"Welcome back, {login.User.Pii.Name}", cancellationToken);
    }
}

public static class OpenEdx
{
    public static async Task ListenAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddOmnibus().AddOpenEdx()
               .Consumer("greeter").Handle<SessionLoginCompleted, GreetStudent>();
        await builder.Build().RunAsync();
    }

    public static async Task PublishAsync(IEventBus bus, UserData user, CancellationToken stop)
    {
        var enrollment = new CourseEnrollmentCreated(new CourseEnrollmentData
        {
            User = user,
            Course = new CourseData { CourseKey = CourseKey.Parse("course-v1:edX+DemoX+Demo_Course") },
            Mode = "audit",
            IsActive = true,
            CreationDate = DateTimeOffset.UtcNow,
        });
        await bus.PublishAsync(enrollment, cancellationToken: stop);
    }
}
