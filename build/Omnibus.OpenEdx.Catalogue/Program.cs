using Omnibus.OpenEdx.Catalogue;
using Omnibus.OpenEdx.Catalogue.Reading;
using Omnibus.OpenEdx.Catalogue.Writing;

if (args is not [var catalogue, var folder])
{
    await Console.Error.WriteLineAsync("Usage: Omnibus.OpenEdx.Catalogue CATALOGUE.json src/Omnibus.OpenEdx");
    return 2;
}

try
{
    var files = new SourceFiles(CatalogueFile.Read(catalogue)).All;
    foreach (var change in new SourceFolder(folder).Write(files))
    {
        Console.WriteLine(change);
    }

    return 0;
}
catch (CatalogueException exception)
{
    await Console.Error.WriteLineAsync($"{catalogue}: {exception.Message}");
    return 1;
}
