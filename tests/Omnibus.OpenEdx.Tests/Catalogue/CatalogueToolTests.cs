using Omnibus.Brokers.Finding;
using Omnibus.OpenEdx.Catalogue.Reading;
using Omnibus.OpenEdx.Catalogue.Writing;
using Omnibus.OpenEdx.Tests.Shared;

namespace Omnibus.OpenEdx.Tests.Catalogue;

public sealed class CatalogueToolTests
{
    [Fact]
    public void Writing_the_events_again_changes_nothing()
    {
        var files = new SourceFiles(CatalogueFile.Read(SharedFiles.Require("catalogue.json"))).All;
        Assert.True(files.Count > 75);
        Assert.Empty(new SourceFolder(Path.Combine(RepositoryFolder.Path!, "src", "Omnibus.OpenEdx")).Differences(files));
    }

    [Fact]
    public void A_file_that_was_changed_by_hand_or_is_left_over_is_seen_and_mended()
    {
        var folder = Directory.CreateTempSubdirectory("catalogue");
        try
        {
            var source = new SourceFolder(folder.FullName);
            SourceFile[] files = [new("A/One.cs", $"{SourceText.Mark}\nnamespace A;\n"), new("A/Two.cs", $"{SourceText.Mark}\nnamespace B;\n")];
            File.WriteAllText(Path.Combine(folder.FullName, "Own.cs"), "namespace Own;\n");
            Assert.Equal(["wrote A/One.cs", "wrote A/Two.cs"], source.Write(files).ToList());
            Assert.Empty(source.Differences(files));

            File.AppendAllText(Path.Combine(folder.FullName, "A", "One.cs"), "// by hand\n");
            Assert.Equal(["A/One.cs", "A/Two.cs"], source.Differences(files[..1]));
            Assert.Equal(["wrote A/One.cs", "deleted A/Two.cs"], source.Write(files[..1]).ToList());
            Assert.True(File.Exists(Path.Combine(folder.FullName, "Own.cs")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_is_no_catalogue_is_refused_with_a_reason()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[{ \"event_type\": \"a\" }]");
            Assert.Throws<Omnibus.OpenEdx.Catalogue.CatalogueException>(() => CatalogueFile.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
