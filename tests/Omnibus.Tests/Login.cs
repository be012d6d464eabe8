using System.Buffers;
using System.Text;

namespace Omnibus.Tests;

/// <summary>The event that the documentation uses.</summary>
internal sealed record Login(string User) : IEvent<Login>
{
    public static EventDefinition<Login> Definition { get; } = new(
        [new LoginCodec()],
        [new EventKey<Login>("user.name", login => login.User), new("user.id", login => login.User)])
    {
        Type = "org.example.login.v1",
        Topic = "user-login",
        Key = "user.name",
    };
}

internal sealed class LoginCodec : IEventCodec<Login>
{
    public string ContentType => ContentTypes.Json;

    public void Encode(Login @event, IBufferWriter<byte> buffer) => buffer.Write(Encoding.UTF8.GetBytes($"\"{@event.User}\""));

    public Login Decode(ReadOnlySpan<byte> data) => new(Encoding.UTF8.GetString(data).Trim('"'));
}

internal sealed class LoginEvents : EventCatalogue
{
    public override IReadOnlyList<EventDefinition> Events { get; } = [Login.Definition];
}
