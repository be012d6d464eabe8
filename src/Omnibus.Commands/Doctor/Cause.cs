using Omnibus.Drivers;

namespace Omnibus.Commands.Doctor;

/// <summary>Says in one line what keeps a transport from working, where that is set, and what helps.</summary>
internal static class Cause
{
    private const int MostOfMessage = 240;

    public static DoctorProblem Of(string transport, string? address, FaultCode code, Exception exception)
    {
        var place = $"Omnibus:Transports:{transport}";
        var where = address is null ? "" : $" at {address}";
        var said = code switch
        {
            FaultCode.Unavailable or FaultCode.Transient or FaultCode.Throttled => $"no broker answers{where}. Start it, or correct the address",
            FaultCode.Unauthenticated => $"the broker{where} does not accept the user or the password. Correct them",
            FaultCode.PermissionDenied => $"the broker{where} does not let this user look around. Grant it what the message says, or correct the user",
            FaultCode.Misconfigured => $"the broker{where} cannot be used with these settings. Correct them",
            FaultCode.Unsupported => $"the broker{where} is too old, or cannot do what is needed. Use a newer one, or another transport",
            FaultCode.Corrupt => $"the store{where} is damaged. Restore it from a copy",
            FaultCode.StorageFull => $"the store{where} is full. Make room",
            _ => $"the broker{where} cannot be used",
        };
        return New(transport, code, $"{place}: {said} ({Message(exception)}).");
    }

    public static DoctorProblem New(string? transport, FaultCode code, string said) => new(transport, code.ToString(), OmnibusException.IdOf(code), said);

    /// <summary>The first sentence of what the client says: those behind it are advice to programmers.</summary>
    private static string Message(Exception exception)
    {
        var text = string.Join(' ', exception.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split(". ")[0].TrimEnd('.');
        return text.Length > MostOfMessage ? $"{text[..MostOfMessage]}…" : text;
    }
}
