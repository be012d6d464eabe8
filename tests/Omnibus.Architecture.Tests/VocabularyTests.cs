using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed class VocabularyTests
{
    // The words of Omnibus.OpenEdx are those of Open edX: it has notifications, and its libraries have containers.
    public static TheoryData<string> Assemblies() =>
        [.. ProjectFile.All.Where(project => project.Area == "src" && project.Name != "Omnibus.OpenEdx").Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_API_uses_one_word_for_a_thing(string name)
        => Verdict.Clean(Vocabulary.FindWrong(PublicNames.Read(FindAssembly(name))));

    [Theory]
    [InlineData("IMessageHandler", "message")]
    [InlineData("RetryCount", "retry count")]
    [InlineData("providers", "provider")]
    [InlineData("ChannelOpts", "channel")]
    public void A_foreign_word_is_seen(string name, string word)
        => Assert.Contains(Vocabulary.FindWrong([new PublicName("Type", name)]), wrong => wrong.Contains($"says {word};", StringComparison.Ordinal));

    [Theory]
    [InlineData("TimeProvider")]
    [InlineData("serviceProvider")]
    [InlineData("IsStreaming")]
    [InlineData("Completed")]
    public void A_word_of_others_is_let_through(string name)
        => Verdict.Clean(Vocabulary.FindWrong([new PublicName("Type", name)]));

    [Fact]
    public void Names_are_read_from_an_assembly()
    {
        var names = PublicNames.Read(FindAssembly("Omnibus.Drivers"));
        Assert.Contains(new PublicName("IProducerDriver", "SendAsync"), names);
        Assert.Contains(new PublicName("IProducerDriver.SendAsync", "batch"), names);
        Assert.DoesNotContain(names, name => name.Name.StartsWith('<'));
    }

    // Beside this test, in the folder that every project of a configuration builds to.
    private static string FindAssembly(string name)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(RepositoryFiles.Root, "artifacts", "bin", name, configuration, name + ".dll");
    }
}
