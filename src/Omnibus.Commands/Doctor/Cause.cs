using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Commands.Doctor;

/// <summary>Says in one line what keeps a transport from working, where that is set, and what helps.</summary>
internal static class Cause
{
    private const int MostOfMessage = 240;

    private static readonly string[] s_passing = [nameof(FaultCode.Unavailable), nameof(FaultCode.Transient), nameof(FaultCode.Throttled)];

    public static DoctorProblem Of(TransportConfiguration transport, FaultCode code, Exception exception)
    {
        var place = $"Omnibus:Transports:{transport.Name}";
        var where = transport.Transport.Address is { } address ? $" at {address}" : "";
        var said = code switch
        {
            FaultCode.Unavailable or FaultCode.Transient => $"no broker answers{where}. Start it, or correct the address",
            FaultCode.Throttled => $"the broker{where} asks for less. Try again later",
            FaultCode.Unauthenticated => $"the broker{where} does not accept the user or the password. Correct them",
            FaultCode.PermissionDenied => $"the broker{where} does not let this user look around. Grant it what the message says, or correct the user",
            FaultCode.Misconfigured => $"the broker{where} cannot be used with these settings. Correct them",
            FaultCode.Unsupported => $"the broker{where} is too old, or cannot do what is needed. Use a newer one, or another transport",
            FaultCode.Corrupt => $"the store{where} is damaged. Restore it from a copy",
            FaultCode.StorageFull => $"the store{where} is full. Make room",
            _ => $"the broker{where} cannot be used",
        };
        return New(transport.Name, code, $"{place}: {said} ({Message(transport, exception)}).");
    }

    public static DoctorProblem New(string? transport, FaultCode code, string said) => new(transport, code.ToString(), OmnibusException.IdOf(code), said);

    /// <summary>Whether it may pass without anybody's doing.</summary>
    public static bool MayPass(DoctorProblem problem) => s_passing.Contains(problem.Code);

    /// <summary>The first sentence of what the client says, without the secrets that it was given: those behind it are advice to programmers.</summary>
    private static string Message(TransportConfiguration transport, Exception exception)
    {
        var said = Secrets.Without(exception.Message, transport.Factory.Settings, transport.Settings);
        var text = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split(". ")[0].TrimEnd('.');
        return text.Length > MostOfMessage ? $"{text[..MostOfMessage]}…" : text;
    }
}
