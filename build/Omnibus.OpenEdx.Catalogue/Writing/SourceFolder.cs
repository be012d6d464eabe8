namespace Omnibus.OpenEdx.Catalogue.Writing;

/// <summary>The project that the files are written into. Files that this program wrote once and does not write any more go; all others stay.</summary>
internal sealed class SourceFolder(string folder)
{
    /// <summary>Writes what differs and says what it did, a line a file.</summary>
    public IEnumerable<string> Write(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => !IsThere(file)))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
            yield return $"wrote {file.Path}";
        }

        foreach (var path in Left(files))
        {
            File.Delete(Path.Combine(folder, path));
            yield return $"deleted {path}";
        }
    }

    /// <summary>The files that <see cref="Write"/> would change.</summary>
    public IEnumerable<string> Differences(IReadOnlyList<SourceFile> files) => files.Where(file => !IsThere(file)).Select(file => file.Path).Concat(Left(files));

    private bool IsThere(SourceFile file)
    {
        var path = Path.Combine(folder, file.Path);
        return File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == file.Text;
    }

    private List<string> Left(IReadOnlyList<SourceFile> files) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => File.ReadLines(path).FirstOrDefault() == SourceText.Mark)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Except(files.Select(file => file.Path)),
    ];
}
