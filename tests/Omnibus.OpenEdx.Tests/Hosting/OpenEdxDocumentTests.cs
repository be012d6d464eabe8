using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers.Finding;
using Omnibus.OpenEdx.Learning;

namespace Omnibus.OpenEdx.Tests.Hosting;

/// <summary>What docs/open-edx.md shows is what a service starts with.</summary>
public sealed partial class OpenEdxDocumentTests
{
    [Fact]
    public void Every_configuration_in_the_document_is_valid_and_says_what_the_document_says()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFolder.Path!, "docs", "open-edx.md")).ReplaceLineEndings("\n");
        var examples = Blocks().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "tests" });
            builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(example)));
            builder.Services.AddScoped<Greeter>();
            builder.AddOmnibus().AddOpenEdx().Consumer("greeter").Handle<SessionLoginCompleted, Greeter>();
            using var host = builder.Build();

            var bus = host.Services.GetRequiredService<BusRuntime>().Configuration;

            Assert.Equal("openedx/greeter/web", bus.Source);
            var consumer = Assert.Single(bus.Consumers);
            Assert.Equal(("greeter.greeter", "user-login"), (consumer.Group, Assert.Single(consumer.Topics)));
            var route = Assert.Single(bus.Routes);
            Assert.Equal(("course-enrollment", "enrollment.course.course_key"), (route.Topic, route.Key));
        }
    }

    [GeneratedRegex("^```jsonc\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private sealed class Greeter : IEventHandler<SessionLoginCompleted>
    {
        public ValueTask HandleAsync(SessionLoginCompleted login, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
