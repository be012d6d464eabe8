using System.Text.RegularExpressions;
using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed partial class SourceTests
{
    private static readonly Mark[] s_product =
    [
        new(@"\basync\s+" + "void", "nobody can wait for an async method without a task, and its exception ends the process."),
        new(@"(class|record|struct|interface) \w+(Manager|Util|Utils|Utility|Helper|Helpers|Base)\b", "a name that says nothing."),
        new(@"(class|record|struct|interface|enum) \w*(Opts|Msg|Cfg|Ctx|Mgr)(?![a-z])", "an abbreviation; write the whole word."),
    ];

    private static readonly Mark[] s_everywhere =
    [
        new(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHA" + @"CK\b", "unfinished; finish it, or say in the pull request what is missing."),
        new("NotImplemented" + "Exception", "unfinished."),
        new(@"Thread\." + "Sleep", "wait for a condition, or on a TimeProvider."),
        new(@"\(Skip ?= ?""", "a test that is switched off; a missing broker is skipped by BrokerMissingException."),
    ];

    [Fact]
    public void The_product_has_no_mark_of_carelessness()
        => Verdict.Clean(Mark.FindAll(s_product, RepositoryFiles.Code("src")));

    [Fact]
    public void Nothing_is_unfinished_or_switched_off()
        => Verdict.Clean(Mark.FindAll(s_everywhere, RepositoryFiles.All.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))));

    [Theory]
    [InlineData("    private async " + "void Run()")]
    [InlineData("internal static class FileUtil")]
    [InlineData("public sealed class ConsumerOptsReader")]
    [InlineData("// TO" + "DO later")]
    [InlineData("        throw new NotImplemented" + "Exception();")]
    [InlineData("Thread." + "Sleep(1);")]
    [InlineData("[Fact(Skip" + " = \"slow\")]")]
    public void A_mark_is_seen(string line)
        => Assert.Single(Mark.FindAll([.. s_product, .. s_everywhere], [new RepositoryFile("src/A.cs", [line])]));

    [Theory]
    [InlineData("    private async ValueTask RunAsync()")]
    [InlineData("public sealed class Database")]
    public void An_innocent_line_is_let_through(string line)
        => Verdict.Clean(Mark.FindAll([.. s_product, .. s_everywhere], [new RepositoryFile("src/A.cs", [line])]));

    [Fact]
    public void Each_log_event_has_an_id_of_its_own()
        => Verdict.Clean(FindWrongLogIds(RepositoryFiles.Code("src")));

    [Fact]
    public void A_repeated_or_missing_log_id_is_seen()
    {
        var file = new RepositoryFile("src/Log.cs", ["[LoggerMessage(7, LogLevel.Debug, \"a\")]", "[LoggerMessage(EventId = 7, Message = \"b\")]", "[LoggerMessage(Message = \"c\")]"]);
        Assert.Equal(2, FindWrongLogIds([file]).Count());
    }

    private static IEnumerable<string> FindWrongLogIds(IEnumerable<RepositoryFile> files)
    {
        var seen = new Dictionary<string, string>();
        foreach (var file in files)
        {
            foreach (var match in LoggerMessageText().Matches(file.Text).Cast<Match>())
            {
                var id = match.Groups["id"].Value;
                if (id.Length == 0)
                {
                    yield return $"{file.Path}: '{match.Value}…' has no event id.";
                }
                else if (!seen.TryAdd(id, file.Path))
                {
                    yield return $"{file.Path}: log event {id} is in {seen[id]} already.";
                }
            }
        }
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:(?:EventId\s*=\s*)?(?<id>\d+)|(?=[^\]]*EventId\s*=\s*(?<id>\d+))|)")]
    private static partial Regex LoggerMessageText();
}
