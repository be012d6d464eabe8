using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Campus.Events;
using Campus.Mailer;
using Campus.Registrar;
using Campus.Reports;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Testing;

namespace Campus.Services.Tests;

/// <summary>The three services in one process, on one bus in memory.</summary>
public sealed class CampusTests : IAsyncLifetime
{
    private static readonly Student s_ada = new("4711", "Ada Lovelace", "ada@campus.example");
    private static readonly Course s_course = new("MATH-1", "Analysis", 8);

    private readonly TestBus _bus = new();
    private WebApplicationFactory<Publisher> _registrar = null!;
    private WebApplicationFactory<MailDrop> _mailer = null!;
    private WebApplicationFactory<Enrolments> _reports = null!;

    public ValueTask InitializeAsync()
    {
        _registrar = Service<Publisher>();
        _mailer = Service<MailDrop>();
        _reports = Service<Enrolments>();

        // A factory starts its service when it is first asked for something.
        _ = (_mailer.Services, _reports.Services);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _registrar.DisposeAsync();
        await _mailer.DisposeAsync();
        await _reports.DisposeAsync();
    }

    [Fact]
    public async Task An_enrolment_over_http_sends_a_mail_and_is_in_the_report()
    {
        using var registrar = _registrar.CreateClient();
        using var response = await registrar.PostAsJsonAsync(
            "/enrolments", new { student = s_ada, course = s_course }, JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await _bus.WhenIdleAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["campus-mailer.mails", "campus-reports.courses"], _bus.Handled<EnrolmentCreated>().Select(handled => handled.Context.Group).Order());
        var report = Assert.Single(_reports.Services.GetRequiredService<Enrolments>().List());
        Assert.Equal(("MATH-1", 1), (report.Code, report.Enrolments));
    }

    [Fact]
    public async Task A_student_with_an_address_that_is_none_fails_the_mailer_alone()
    {
        _bus.ExpectFailures();
        var bus = _registrar.Services.GetRequiredService<Omnibus.IEventBus>();
        await bus.PublishAsync(
            new EnrolmentCreated(Guid.CreateVersion7(), s_ada with { Email = "nobody" }, s_course, false, null, DateTimeOffset.UnixEpoch),
            cancellationToken: TestContext.Current.CancellationToken);
        await _bus.WhenIdleAsync(cancellationToken: TestContext.Current.CancellationToken);

        var failed = Assert.Single(_bus.DeadLettered<EnrolmentCreated>());
        Assert.Equal(("mails", 3, nameof(StudentMails)), (failed.Context.Consumer, failed.Context.Attempt, failed.Handler));
        Assert.Equal("campus-reports.courses", Assert.Single(_bus.Handled<EnrolmentCreated>()).Context.Group);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_probe_finds_the_bus_among_the_health_checks(string path)
    {
        using var mailer = _mailer.CreateClient();
        using var response = await mailer.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private WebApplicationFactory<TOf> Service<TOf>()
        where TOf : class => new WebApplicationFactory<TOf>().WithWebHostBuilder(
            builder => builder.ConfigureTestServices(services => services.UseOmnibusForTests(_bus)));
}
