using System.Globalization;
using System.Security.Cryptography;

namespace Omnibus.Configuration;

/// <summary>Who this process is: <c>Omnibus:Service</c>, <c>Instance</c> and <c>Source</c>.</summary>
internal sealed record ServiceIdentity(string Service, string Instance, bool InstanceIsConfigured, string Source)
{
    public static ServiceIdentity Read(OptionReader root, ConfigurationInput input)
    {
        var service = root.Text("Service") ?? input.Application;
        if (string.IsNullOrWhiteSpace(service))
        {
            root.Problem("Service", "is missing, and there is no host whose application name could be used. Set it to the name of this service.");
            service = "service";
        }

        var otherwise = input.Registrations.Customs.Source?.Invoke(service) ?? DefaultSource(service);
        var source = root.Text("Source") ?? otherwise;
        if (!Uri.IsWellFormedUriString(source, UriKind.RelativeOrAbsolute))
        {
            root.Problem("Source", $"'{source}' is not a URI reference. Write one such as {otherwise}, with special characters escaped.");
        }

        var instance = root.Text("Instance");
        return new ServiceIdentity(service, instance ?? NewInstance(service), instance is not null, source);
    }

    private static string DefaultSource(string service) => "/" + Uri.EscapeDataString(service);

    private static string NewInstance(string service) => string.Create(
        CultureInfo.InvariantCulture, $"{service}-{Environment.MachineName}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
}
