using Omnibus.Commands.Doctor;

namespace Omnibus.Doctor.Tests;

public sealed class ConflictTests
{
    [Fact]
    public void The_framework_is_told_from_libraries_also_where_it_stands_beside_the_application()
    {
        var framework = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll");
        var library = Path.Combine(AppContext.BaseDirectory, "Newtonsoft.Json.dll");
        var copies = Directory.CreateTempSubdirectory("omnibus-self-contained-").FullName;
        try
        {
            List<string> files = [];
            foreach (var file in framework.Append(library))
            {
                files.Add(Path.Combine(copies, Path.GetFileName(file)));
                File.Copy(file, files[^1]);
            }

            // It was built for an older framework, and so refers to other versions of all of it.
            var there = AssemblyFiles.Of(files);
            Assert.Contains(there.ReferencesOf("Newtonsoft.Json"), reference => there.VersionOf(reference.Name!)!.Major > reference.Version!.Major);
            Assert.Empty(Conflict.Of(there, ["Newtonsoft.Json"]));
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }
}
