namespace Omnibus.Tests;

/// <summary>The event that the documentation uses.</summary>
[Event("org.example.login.v1", Topic = "user-login", Key = "user.name")]
internal sealed partial record Login(User User)
{
    public Login(string name)
        : this(new User(name, $"id-{name}"))
    {
    }
}

internal sealed record User(string Name, string Id);
