using System.Globalization;

namespace Omnibus.Commands.Doctor;

/// <summary>Writes a report for a person: what is there, then what is wrong, one line each.</summary>
internal static class DoctorText
{
    public static IEnumerable<string> Of(DoctorReport report)
    {
        foreach (var transport in report.Transports)
        {
            yield return $"{transport.Name}{(transport.Name == transport.Driver ? "" : $" ({transport.Driver})")}{(transport.Used ? "" : ", which no route and no consumer uses")}";
            foreach (var line in transport.Parts is { } parts ? Of(parts) : [])
            {
                yield return line;
            }

            foreach (var line in transport.Used ? OfUse(transport) : [])
            {
                yield return line;
            }

            yield return "";
        }

        foreach (var note in report.NotChecked)
        {
            yield return $"note      {note}";
        }

        foreach (var problem in report.Problems)
        {
            yield return $"problem   {problem.Said} ({problem.Code}, {problem.Id})";
        }

        yield return report.Works ? "The configured bus would work." : "The configured bus would not work.";
    }

    private static IEnumerable<string> Of(DriverReport parts)
    {
        yield return Line("driver", $"{parts.Assembly} {parts.Version}, {parts.Origin}");
        yield return Line("needs", parts.Dependencies switch
        {
            null => "unknown: the build wrote down no dependencies (.deps.json)",
            [] => "no other package",
            var packages => string.Join(", ", packages.Select(package => $"{package.Package} {package.Version} ({package.Licence})")),
        });
        foreach (var problem in parts.Problems)
        {
            yield return Line("problem", problem);
        }

        foreach (var conflict in parts.Refused)
        {
            yield return Line("conflict", conflict);
        }

        foreach (var conflict in parts.Conflicts)
        {
            yield return Line("newer", conflict);
        }

        if (parts.Platforms.Count > 0)
        {
            yield return Line("native", $"there for {Joined(parts.Platforms.Where(platform => platform.Served).Select(platform => platform.Rid))}");
            foreach (var missing in parts.Platforms.Where(platform => !platform.Served))
            {
                yield return Line("", $"not for {missing.Rid}: {missing.WhyNot}");
            }
        }
        else if (parts.Dependencies is not null)
        {
            yield return Line("native", "nothing: it runs wherever .NET does");
        }
    }

    private static IEnumerable<string> OfUse(TransportReport transport)
    {
        yield return Line("loads", transport.Loads ? "yes" : "no");
        if (!transport.Loads)
        {
            yield break;
        }

        yield return Line("connects", transport.Connection is { } connection
            ? string.Create(CultureInfo.InvariantCulture, $"yes: {connection.Server} at {connection.Address}, in {connection.Milliseconds} ms")
            : transport.Asked ? "no"
            : "not tried: the driver cannot be asked (no IProbe)");
        foreach (var need in transport.Needs)
        {
            yield return Line(need.Has ? "can" : "cannot", $"{need.Need}, for {need.For}: {need.How}");
        }
    }

    private static string Line(string label, string text) => $"  {label,-10}{text}";

    private static string Joined(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "no platform that was looked for";
}
