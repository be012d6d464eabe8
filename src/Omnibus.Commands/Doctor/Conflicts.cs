using Omnibus.Plugins.Reading;

namespace Omnibus.Commands.Doctor;

/// <summary>Where one version of a library must serve a driver and its host, and does not suit the driver.</summary>
/// <param name="Said">What is wanted, and what is there.</param>
/// <param name="Refused">.NET refuses to load it: the version is older than the one that it was built with, or it is not there.</param>
internal sealed record Conflict(string Said, bool Refused)
{
    /// <summary>Compares what each of the assemblies was built with and what is there.</summary>
    public static IReadOnlyList<Conflict> Of(AssemblyFiles files, IEnumerable<string> assemblies)
    {
        // The parts of the framework have one version whoever asks.
        var found = new List<Conflict>();
        foreach (var assembly in assemblies)
        {
            foreach (var wanted in files.ReferencesOf(assembly).Where(wanted => wanted.Name is not null && wanted.Version is not null && !Framework.Has(wanted.Name)))
            {
                var there = files.VersionOf(wanted.Name!);
                if (there is null)
                {
                    found.Add(new Conflict($"{assembly} needs {wanted.Name} {Short(wanted.Version!)}, which is not there", Refused: true));
                }
                else if (there < wanted.Version)
                {
                    found.Add(new Conflict($"{assembly} needs {wanted.Name} {Short(wanted.Version!)} or newer, and {Short(there)} is there", Refused: true));
                }
                else if (there.Major > wanted.Version!.Major)
                {
                    found.Add(new Conflict($"{assembly} was built for {wanted.Name} {Short(wanted.Version)}, and {Short(there)} is there", Refused: false));
                }
            }
        }

        return found;
    }

    private static string Short(Version version) => version.ToString(version.Build > 0 ? 3 : 2);
}
