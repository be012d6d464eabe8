using Microsoft.Extensions.Hosting;
using Omnibus.Commands;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>Drivers that an application adds itself.</summary>
public sealed class OwnDriverTests
{
    [Fact]
    public async Task A_driver_that_cannot_be_asked_is_said_to_be_not_tried()
    {
        using var patient = new Patient(("Transport", "sqlite"), ("Publish:counts:Event", "test.counted.v1"), ("Consume:counter:Topics", "counted"), ("Publish:counts:Transport", "pigeon"))
        {
            Bus = static builder => builder.AddOmnibus().AddTransport<PigeonFactory>(),
        };

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Error));
        var lines = outcome.Output.Split('\n');
        Assert.Contains("  connects  not tried: the driver cannot be asked (no IProbe)", lines);
        Assert.DoesNotContain("  connects  no", lines);
        Assert.Contains("note      Whether the broker of 'pigeon' answers: its driver cannot be asked (no IProbe).", lines);
    }

    [Theory]
    [InlineData("Unavailable", ExitCode.Unavailable, "no broker answers. Start it, or correct the address", "OMN1003")]
    [InlineData("Transient", ExitCode.Unavailable, "no broker answers. Start it, or correct the address", "OMN1001")]
    [InlineData("Throttled", ExitCode.Unavailable, "the broker asks for less. Try again later", "OMN1002")]
    [InlineData("Corrupt", ExitCode.Configuration, "the store is damaged. Restore it from a copy", "OMN1011")]
    public async Task What_may_pass_by_itself_has_an_exit_code_of_its_own_and_no_secret_is_said(string fault, int code, string said, string id)
    {
        using var patient = new Patient(
            ("Transport", "sqlite"), ("Publish:counts:Event", "test.counted.v1"), ("Consume:counter:Topics", "counted"), ("Publish:counts:Transport", "lost-pigeon"),
            ("Transports:lost-pigeon:Word", "coo-coo"), ("Transports:lost-pigeon:Fault", fault))
        {
            Bus = static builder => builder.AddOmnibus().AddTransport<LostPigeonFactory>(),
        };

        var outcome = await patient.InsideAsync("doctor");

        Assert.Equal(code, outcome.Code);
        Assert.Equal([$"Omnibus:Transports:lost-pigeon: {said} (nobody at pigeon://***@roof answers to '***'). ({fault}, {id})"], outcome.Problems);
        Assert.Contains("  connects  no", outcome.Output.Split('\n'));
    }
}
