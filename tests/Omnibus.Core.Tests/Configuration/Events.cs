using System.Buffers;

namespace Omnibus.Tests.Configuration;

/// <summary>Has a topic and a key.</summary>
public sealed record Login(string User) : IEvent<Login>
{
    public static EventDefinition<Login> Definition { get; } = new(
        [new NoCodec<Login>()], [new EventKey<Login>("user.name", login => login.User), new("user.id", _ => "1")])
    {
        Type = "org.example.login.v1",
        Topic = "user-login",
        Key = "user.name",
    };
}

/// <summary>Has neither.</summary>
public sealed record Enrolment(string Course) : IEvent<Enrolment>
{
    public static EventDefinition<Enrolment> Definition { get; } = new(
        [new NoCodec<Enrolment>()], [new EventKey<Enrolment>("course.id", enrolment => enrolment.Course)])
    {
        Type = "org.example.enrolment.v1",
    };
}

/// <summary>Names a key that it does not have.</summary>
public sealed record Keyless : IEvent<Keyless>
{
    public static EventDefinition<Keyless> Definition { get; } = new([new NoCodec<Keyless>()], [])
    {
        Type = "org.example.keyless.v1",
        Key = "gone",
    };
}

/// <summary>Has a type that is no topic name.</summary>
public sealed record Odd : IEvent<Odd>
{
    public static EventDefinition<Odd> Definition { get; } = new([new NoCodec<Odd>()], []) { Type = "org example odd" };
}

/// <summary>Never travels.</summary>
public sealed record Local(Stream Image) : IEvent<Local>
{
    public static EventDefinition<Local> Definition { get; } = new([], []) { Type = "org.example.local.v1" };
}

internal sealed class NoCodec<TEvent> : IEventCodec<TEvent>
    where TEvent : class
{
    public string ContentType => ContentTypes.Json;

    public void Encode(TEvent @event, IBufferWriter<byte> buffer) => throw new NotSupportedException();

    public TEvent Decode(ReadOnlySpan<byte> data) => throw new NotSupportedException();
}

public sealed class LoginHandler : IEventHandler<Login>
{
    public ValueTask HandleAsync(Login @event, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public sealed class EnrolmentHandler : IEventHandler<Enrolment>
{
    public ValueTask HandleAsync(Enrolment @event, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public sealed class LocalHandler : IEventHandler<Local>
{
    public ValueTask HandleAsync(Local @event, EventContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
