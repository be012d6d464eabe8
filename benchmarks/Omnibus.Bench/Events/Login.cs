namespace Omnibus.Bench.Events;

/// <summary>The login event of Open edX, as a service declares it.</summary>
[Event("org.openedx.learning.auth.session.login.completed.v1", Topic = "user-login", Key = "user.pii.username")]
internal sealed partial record Login(UserData User)
{
    public static Login Example { get; } = new(new UserData(123, IsActive: true, new UserPersonalData("foobob", "bob@foo.example", "Bob Foo")));
}

internal sealed record UserData(long Id, bool IsActive, UserPersonalData Pii);

internal sealed record UserPersonalData(string Username, string Email, string Name);
