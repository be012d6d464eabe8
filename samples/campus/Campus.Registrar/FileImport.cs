using Omnibus;

namespace Campus.Registrar;

/// <summary>Publishes a file and says how it went.</summary>
internal static class FileImport
{
    public static async Task<int> RunAsync(Publisher publisher, string file)
    {
        try
        {
            var published = await publisher.PublishAsync(EventFile.Parse(await File.ReadAllBytesAsync(file)), CancellationToken.None);
            Console.WriteLine($"{published.Count} events of {file} are published.");
            return 0;
        }
        catch (EventDataException wrong)
        {
            Console.Error.WriteLine($"{file}, line {wrong.Line}: {wrong.Message} Nothing was published.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or OmnibusException)
        {
            Console.Error.WriteLine(failed.Message);
        }

        return 1;
    }
}
