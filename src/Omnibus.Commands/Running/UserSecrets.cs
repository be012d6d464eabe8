using System.Xml;
using System.Xml.Linq;

namespace Omnibus.Commands.Running;

/// <summary>Finds whose user secrets count: those of the one project in the folder.</summary>
internal static class UserSecrets
{
    public static string? IdOf(string folder)
    {
        if (Directory.GetFiles(folder, "*.csproj") is not [var project])
        {
            return null;
        }

        try
        {
            return XDocument.Load(project).Descendants("UserSecretsId").FirstOrDefault()?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
