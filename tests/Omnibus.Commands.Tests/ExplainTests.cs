using Omnibus.Drivers;

namespace Omnibus.Commands.Tests;

public sealed class ExplainTests
{
    [Fact]
    public async Task Every_fault_has_a_page_that_is_found_by_its_id_and_by_its_code()
    {
        foreach (var code in Enum.GetValues<FaultCode>())
        {
            var byId = await RunAsync("explain", OmnibusException.IdOf(code));
            Assert.StartsWith($"# {OmnibusException.IdOf(code)}: {code}\n", byId.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains("What to do.", byId.Output, StringComparison.Ordinal);
            Assert.Equal(byId, await RunAsync("explain", code.ToString().ToLowerInvariant()));
        }
    }

    [Fact]
    public async Task Without_an_id_all_are_listed() =>
        Assert.Contains("OMN1003: Unavailable", (await RunAsync("explain")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task An_id_that_is_none_is_said() =>
        Assert.Equal(
            new Outcome(ExitCode.Input, "", "omnibus: 'OMN9' is no error of Omnibus. 'omnibus explain' lists them.\n"), await RunAsync("explain", "OMN9"));

    private static async Task<Outcome> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await OmnibusTool.RunAsync(args, output, error, TextReader.Null, TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
