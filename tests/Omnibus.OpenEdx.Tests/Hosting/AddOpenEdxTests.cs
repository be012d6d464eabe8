using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.OpenEdx.Learning;

namespace Omnibus.OpenEdx.Tests.Hosting;

public sealed class AddOpenEdxTests
{
    [Fact]
    public void What_the_Python_packages_do_holds_where_nothing_is_configured()
    {
        var bus = Load(("Service", "campus mail"), ("Transport", "redis"), ("Transports:redis:Url", "redis://localhost"), ("Publish:logins:Event", Login));

        Assert.Equal(("openedx/campus%20mail/web", "11.2.0", false), (bus.Source, bus.SourceLib, bus.ImplicitRoutes));
        Assert.Equal("10000", bus.Transports["redis"].Settings.Text("MaxLength"));
        var route = Assert.Single(bus.Routes);
        Assert.Equal(("user-login", "user.pii.username"), (route.Topic, route.Key));
    }

    [Fact]
    public void Configuration_goes_before_it()
    {
        var bus = Load(
            ("Source", "openedx/lms/web"), ("ImplicitRoutes", "true"), ("Transport", "main"), ("Transports:main:Driver", "redis"),
            ("Transports:main:Url", "redis://localhost"), ("Transports:main:MaxLength", "500"));

        Assert.Equal(("openedx/lms/web", true), (bus.Source, bus.ImplicitRoutes));
        Assert.Equal("500", bus.Transports["main"].Settings.Text("MaxLength"));
        Assert.Equal("user-login", bus.ImplicitRouteOf(SessionLoginCompleted.Definition)!.Topic);
    }

    [Fact]
    public async Task An_event_without_a_route_is_not_published_and_says_so()
    {
        using var host = Build(("Transport", "memory"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var login = new SessionLoginCompleted(new UserData { Id = 1, IsActive = true, Pii = new UserPersonalData { Username = "u", Email = "e" } });

        var exception = await Assert.ThrowsAsync<OmnibusException>(async () =>
            await host.Services.GetRequiredService<IEventBus>().PublishAsync(login, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(FaultCode.NoRoute, exception.Code);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("org.openedx.content_authoring.course.import.completed.v1", "catalog_info.course_key", "course.course_key")]
    [InlineData("org.openedx.content_authoring.course.rerun.completed.v1", "catalog_info.course_key", "course.course_key")]
    [InlineData("org.openedx.authz.role_assignment.created", "user.pii.username", "role_assignment.subject")]
    [InlineData("org.openedx.authz.role_assignment.deleted", "user.pii.username", "role_assignment.subject")]
    [InlineData(Login, "user.pii", "user.pii.username")]
    public void A_key_path_that_is_not_in_the_event_is_refused_at_start_wherever_it_comes_from(string type, string path, string right)
    {
        var exception = Assert.Throws<OmnibusException>(() => Load(("Transport", "memory"), ("Publish:one:Event", type), ("Publish:one:Key", path)));

        var problem = Assert.Single(exception.Problems);
        Assert.StartsWith($"Omnibus:Publish:one:Key: '{path}' is not a path in '{type}'.", problem, StringComparison.Ordinal);
        Assert.Contains(right, problem, StringComparison.Ordinal);
        Assert.Equal(right, Assert.Single(Load(("Transport", "memory"), ("Publish:one:Event", type), ("Publish:one:Key", right)).Routes).Key);
    }

    private const string Login = "org.openedx.learning.auth.session.login.completed.v1";

    private static BusConfiguration Load(params (string Name, string Value)[] settings)
    {
        using var host = Build(settings);
        return host.Services.GetRequiredService<BusRuntime>().Configuration;
    }

    private static IHost Build(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "campus" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Omnibus:{setting.Name}", setting.Value)));
        builder.AddOmnibus().AddOpenEdx();
        return builder.Build();
    }
}
