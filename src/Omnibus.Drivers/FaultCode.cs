namespace Omnibus.Drivers;

/// <summary>
/// What a failure means, and so what is done about it. A driver's <see cref="ITransport.Classify"/> returns one of the first group;
/// the second group is the core's own.
/// </summary>
public enum FaultCode
{
    /// <summary>Not classified: tried again a few times, then stops loudly.</summary>
    Unknown = 0,

    /// <summary>The same call may succeed at once.</summary>
    Transient,

    /// <summary>The broker asks for less.</summary>
    Throttled,

    /// <summary>The broker is away; the client reconnects.</summary>
    Unavailable,

    /// <summary>A topic, a group or a schema does not exist.</summary>
    NotFound,

    /// <summary>This record is larger than the broker takes.</summary>
    TooLarge,

    /// <summary>The broker refuses this record or this argument.</summary>
    InvalidArgument,

    /// <summary>The broker does not know us.</summary>
    Unauthenticated,

    /// <summary>The broker knows us and does not let us.</summary>
    PermissionDenied,

    /// <summary>The configuration cannot work: a wrong address, a read-only file, a type of key that is already something else.</summary>
    Misconfigured,

    /// <summary>A disk, a memory limit or a quota is full.</summary>
    StorageFull,

    /// <summary>The store is damaged.</summary>
    Corrupt,

    /// <summary>Someone newer owns what we tried to write.</summary>
    Fenced,

    /// <summary>The broker or its version cannot do this.</summary>
    Unsupported,

    /// <summary>It is there already.</summary>
    AlreadyExists,

    /// <summary>The client was closed, or gave up for good.</summary>
    Closed,

    /// <summary>Core: the event has no route.</summary>
    NoRoute = 100,

    /// <summary>Core: a record cannot be decoded.</summary>
    Undecodable,

    /// <summary>Core: a handler failed.</summary>
    HandlerFailed,

    /// <summary>Core: a handler took longer than it may.</summary>
    HandlerTimeout,

    /// <summary>Core: the event or the configuration is not valid.</summary>
    Invalid,
}
