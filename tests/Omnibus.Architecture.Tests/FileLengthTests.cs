using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed class FileLengthTests(ITestOutputHelper output)
{
    private const int Limit = 400;

    [Fact]
    public void No_file_is_longer_than_one_thought()
        => Verdict.Clean(FindTooLong(Measured()));

    [Fact]
    public void A_file_over_the_limit_is_seen()
    {
        var lines = Enumerable.Repeat("//", Limit + 1).ToList();
        Assert.Single(FindTooLong([new RepositoryFile("src/A.cs", lines)]));
        Assert.Empty(FindTooLong([new RepositoryFile("src/A.cs", lines[1..])]));
    }

    [Fact]
    [Trait("Show", "Output")]
    public void Report_of_the_length_of_files()
    {
        foreach (var area in Measured().GroupBy(file => file.Path.Split('/')[0]).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            var lengths = area.Select(file => file.Lines.Count).Order().ToList();
            var longest = area.MaxBy(file => file.Lines.Count)!;
            output.WriteLine(
                $"{area.Key}: {lengths.Count} files, {lengths.Sum()} lines; median {lengths[lengths.Count / 2]}, 90 % up to {lengths[lengths.Count * 9 / 10]}, "
                + $"under 150: {100 * lengths.Count(length => length < 150) / lengths.Count} %, longest {longest.Lines.Count} ({longest.Path})");
        }
        Assert.NotEmpty(Measured());
    }

    // Catalogues of events and what a program wrote are as long as their subject.
    private static IEnumerable<RepositoryFile> Measured() => RepositoryFiles.All.Where(file =>
        file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.Path.EndsWith(".g.cs", StringComparison.Ordinal)
        && !file.Path.StartsWith("src/Omnibus.OpenEdx/", StringComparison.Ordinal));

    private static IEnumerable<string> FindTooLong(IEnumerable<RepositoryFile> files)
        => files.Where(file => file.Lines.Count > Limit).Select(file => $"{file.Path} has {file.Lines.Count} lines; the limit is {Limit}.");
}
