using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Tests;

public sealed class RuntimeChainTests
{
    [Theory]
    [InlineData("linux-x64", "linux-x64 linux unix-x64 unix any")]
    [InlineData("linux-musl-arm64", "linux-musl-arm64 linux-musl linux-arm64 linux unix-arm64 unix any")]
    [InlineData("alpine.3.22-x64", "alpine.3.22-x64 linux-musl-x64 linux-musl linux-x64 linux unix-x64 unix any")]
    [InlineData("debian.13-arm64", "debian.13-arm64 linux-arm64 linux unix-arm64 unix any")]
    [InlineData("win10-x86", "win10-x86 win-x86 win any")]
    [InlineData("osx.15-arm64", "osx.15-arm64 osx-arm64 osx unix-arm64 unix any")]
    public void The_nearest_platform_comes_first(string runtime, string chain) => Assert.Equal(chain.Split(' '), RuntimeChain.Of(runtime));

    [Theory]
    [InlineData("linux-x64", "linux-x64", true)]
    [InlineData("linux-musl-x64", "linux-x64", false)]
    [InlineData("linux-x64", "linux-musl-x64", true)]
    [InlineData("win-x64", "linux-x64", false)]
    [InlineData(null, "osx-arm64", true)]
    public void A_native_library_says_where_it_may_be_loaded(string? library, string runtime, bool may) =>
        Assert.Equal(may, new PluginNativeLibrary("a", library).IsFor(runtime));
}
