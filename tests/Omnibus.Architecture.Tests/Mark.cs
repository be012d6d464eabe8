using System.Text.RegularExpressions;
using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

/// <summary>A pattern that must not be in a file. Patterns are written in pieces, so that this folder does not contain what it looks for.</summary>
internal sealed record Mark(string Pattern, string Why)
{
    public IEnumerable<string> FindIn(RepositoryFile file)
        => file.Lines.Index().Where(line => Regex.IsMatch(line.Item, Pattern)).Select(line => $"{file.Path}:{line.Index + 1}: {Why}");

    public static IEnumerable<string> FindAll(IEnumerable<Mark> marks, IEnumerable<RepositoryFile> files)
        => files.SelectMany(file => marks.SelectMany(mark => mark.FindIn(file)));
}
