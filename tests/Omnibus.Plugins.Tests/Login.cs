namespace Omnibus.Plugins.Tests;

[Event("org.example.login.v1", Topic = "user-login", Key = "name")]
internal sealed partial record Login(string Name);
