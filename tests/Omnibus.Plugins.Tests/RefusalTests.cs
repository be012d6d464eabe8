using System.Runtime.InteropServices;
using Omnibus.Plugins.Tests.Making;

namespace Omnibus.Plugins.Tests;

/// <summary>Each way in which a folder can be wrong, and what is said of it.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string Contract2 = """[assembly: Transport("pigeon", typeof(PigeonFactory), ContractVersion = 2)]""";
    private readonly TemporaryPlugins _plugins = new();

    [Fact]
    public void A_folder_that_is_not_there() => Refused(
        "OMN1201", Path.Combine(_plugins.Root, "nowhere"), "there is no folder", "Copy the published transport there, or correct the path; a relative one begins at");

    [Fact]
    public void A_file_in_the_place_of_a_folder()
    {
        var file = PluginCompiler.Compile(_plugins.Folder("a"), "Pigeon", PluginCompiler.Transport());
        Refused("OMN1201", file, "is a file. Name the folder that it stands in.");
    }

    [Fact]
    public void A_folder_without_a_transport()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Library", "public class A;");
        File.WriteAllText(Path.Combine(folder, "native.dll"), "no assembly at all");
        Refused("OMN1202", folder, "no assembly of", "(1 were looked at)", "dotnet publish");
    }

    [Fact]
    public void A_folder_with_several_transports()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport());
        PluginCompiler.Compile(folder, "Raven", PluginCompiler.Transport("raven"));
        Refused("OMN1203", folder, "has several transports: Pigeon.dll, Raven.dll. Give each a folder of its own.");
    }

    [Fact]
    public void A_newer_contract_before_any_code_of_the_plugin_runs()
    {
        const string Mark = "Omnibus.Plugins.Tests.Ran";
        var folder = _plugins.Folder("a");
        var runs = $"[System.Runtime.CompilerServices.ModuleInitializer] internal static void Run() => AppContext.SetData(\"{Mark}\", true);";
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(mark: Contract2, more: runs));
        Refused("OMN1204", folder, "'pigeon' was written for version 2 of the contract of transports, and this Omnibus speaks version 1. Update Omnibus");
        Assert.Null(AppContext.GetData(Mark));

        var fine = _plugins.Folder("b");
        PluginCompiler.Compile(fine, "Pigeon", PluginCompiler.Transport(more: runs));
        using var host = Application.Builder(_plugins.Root, ("Transport", "pigeon"), ("Transports:pigeon:Plugin", fine)).BuildBus();
        Assert.Equal(true, AppContext.GetData(Mark));
    }

    [Fact]
    public void An_older_contract()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(mark: Contract2.Replace('2', '0')));
        Refused("OMN1204", folder, "'pigeon' was written for version 0", "Use a newer build of the transport.");
    }

    [Theory]
    [InlineData("public int Contract { get; set; }", "Contract = 1")]
    [InlineData("public string ContractVersion { get; set; }", "ContractVersion = \"1\"")]
    public void A_contract_that_cannot_be_read(string property, string argument)
    {
        var folder = _plugins.Folder("a");
        var drivers = PluginCompiler.Compile(folder, "Omnibus.Drivers", Drivers("1.0.0.0", property), typeof(object).Assembly.Location);
        PluginCompiler.Compile(folder, "Pigeon", Marked(argument), drivers);
        Refused("OMN1204", folder, "'pigeon' does not say which version of the contract of transports it was written for.");
    }

    [Fact]
    public void A_transport_that_was_built_with_a_newer_contract_of_the_same_version()
    {
        var folder = _plugins.Folder("a");
        var drivers = PluginCompiler.Compile(folder, "Omnibus.Drivers", Drivers("9.8.0.0", "public int ContractVersion { get; set; }"), typeof(object).Assembly.Location);
        PluginCompiler.Compile(folder, "Pigeon", Marked("ContractVersion = 1"), drivers);
        Refused("OMN1204", folder, "'pigeon' was built with Omnibus.Drivers 9.8.0.0, and this application has 0.1.0.0. Update Omnibus");
    }

    [Fact]
    public void A_dependency_that_the_folder_lacks_though_the_application_has_it()
    {
        var folder = _plugins.Folder("a");
        var library = PluginCompiler.Compile(_plugins.Folder("elsewhere"), "Omnibus.Plugins", "[assembly: System.Reflection.AssemblyVersion(\"7.1.0.0\")] public class Wing;");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(create: "_ = new Wing();"), library, DriversFile);
        var here = typeof(PluginFolder).Assembly.GetName().Version;
        Refused(
            "OMN1205",
            folder,
            $"lacks Omnibus.Plugins 7.1.0.0, which Pigeon needs (the application's own {here} is deliberately not used)",
            "copy all of it; its dependencies are its own and are never taken from the application.");
    }

    [Fact]
    public void A_dependency_of_a_dependency()
    {
        var (folder, elsewhere) = (_plugins.Folder("a"), _plugins.Folder("elsewhere"));
        var feather = PluginCompiler.Compile(elsewhere, "Feather", "public class Feather;");
        var wing = PluginCompiler.Compile(folder, "Wing", "public class Wing : Feather;", feather);
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(create: "_ = new Wing();"), wing, feather, DriversFile);
        Refused("OMN1205", folder, "lacks Feather 0.0.0.0, which Wing needs");
    }

    [Fact]
    public void A_dependency_that_is_asked_for_by_name_while_the_plugin_runs()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(create: "System.Reflection.Assembly.Load(\"Omnibus.Core\");"));
        Refused("OMN1205", folder, "lacks Omnibus.Core, which pigeon needs (the application's own", "deliberately not used");
    }

    [Fact]
    public void A_native_library_that_nobody_has()
    {
        var folder = _plugins.Folder("a");
        Directory.CreateDirectory(Path.Combine(folder, "runtimes", "amiga-m68k", "native"));
        File.WriteAllText(Path.Combine(folder, "runtimes", "amiga-m68k", "native", "libcoo.so"), "");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(create: "Coo();", more: Native("coo")));
        Assert.Equal(
            $"Omnibus:Transports:pigeon:Plugin: 'pigeon' cannot be used here ({RuntimeInformation.RuntimeIdentifier}): the native library 'coo' is neither in the transport's folder nor in "
            + $"the system, and is never taken from the application. {folder} has native libraries for amiga-m68k. Publish the transport for this platform, or install what it needs from the "
            + "system. (OMN1206)",
            Application.ProblemWith(folder));
    }

    [Fact]
    public void A_native_library_that_only_the_application_has()
    {
        Assert.True(NativeLibrary.TryLoad("e_sqlite3", typeof(Microsoft.Data.Sqlite.SqliteConnection).Assembly, null, out _));
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(create: "Coo();", more: Native("e_sqlite3")));
        Refused("OMN1206", folder, "the native library 'e_sqlite3' is neither in the transport's folder nor in the system, and is never taken from the application");
    }

    [Fact]
    public void What_the_driver_itself_misses_on_this_machine()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(more: "public string WhyNotHere() => \"there is no wind.\";"));
        Refused("OMN1206", folder, $"'pigeon' cannot be used here ({RuntimeInformation.RuntimeIdentifier}): there is no wind. ");
    }

    [Fact]
    public void Two_folders_with_one_transport()
    {
        var (one, two) = (_plugins.Folder("one"), _plugins.Folder("two"));
        PluginCompiler.Compile(one, "Pigeon", PluginCompiler.Transport());
        PluginCompiler.Compile(two, "Pigeon", PluginCompiler.Transport());
        var problem = Assert.Single(Application.Problems(
            _plugins.Root,
            ("Transport", "a"), ("Transports:a:Plugin", one), ("Transports:b:Plugin", two), ("Publish:logins:Event", "org.example.login.v1"), ("Publish:logins:Transport", "b")));
        Assert.Equal($"Omnibus:Transports:b:Plugin: {two} and {one} both have the transport 'pigeon'. Use one of them in all entries. (OMN1207)", problem);
    }

    [Fact]
    public void A_name_that_the_application_has_already()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport("Redis"));
        Refused("OMN1208", folder, "has the transport 'Redis', which the application has already. Remove Plugin to use that one, or build the application without it.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Pigeon.dll")]
    [InlineData("runtimes")]
    public void A_place_that_every_user_may_write_to(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way.");
        var folder = _plugins.Folder("a");
        Directory.CreateDirectory(Path.Combine(folder, "runtimes"));
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport());
        var place = Path.Combine(folder, what).TrimEnd('/');
        Open(place);
        Refused("OMN1209", folder, $"{place} may be changed by every user of this machine", "runs with the rights of this process", "chmod -R o-w");
    }

    [Fact]
    public void A_place_below_a_folder_in_which_every_user_may_put_another_in_its_place()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way.");
        var folder = _plugins.Folder("a/b");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport());
        Open(Path.GetDirectoryName(folder)!);
        Refused("OMN1209", folder, $"{Path.GetDirectoryName(folder)} may be changed by every user of this machine");
    }

    [Theory]
    [InlineData("public PigeonFactory() => throw new InvalidOperationException(\"they are asleep.\");", "does not load: they are asleep. Use a build for")]
    [InlineData("public PigeonFactory(int count) { }", "does not load: ")]
    public void A_factory_that_cannot_be_made(string constructor, string said)
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(more: constructor));
        Refused("OMN1210", folder, said);
    }

    [Fact]
    public void What_a_transport_says_when_it_cannot_be_made_is_told_without_the_secrets_that_it_was_given()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(
            create: "throw new InvalidOperationException($\"no loft at pigeon://ada:own@roof takes '{settings.Text(\"Word\")}' with {settings.Text(\"Client:seed.password\")}\");",
            settings: """, new("Word", SettingKind.Text, "What they answer to.") { Secret = true }, new("Client", SettingKind.Section, "The client's.")"""));
        var problem = Assert.Single(Application.Problems(
            _plugins.Root,
            ("Transport", "pigeon"), ("Transports:pigeon:Plugin", folder), ("Transports:pigeon:Word", "coo-coo"), ("Transports:pigeon:Client:seed.password", "millet")));
        Assert.Equal(
            $"Omnibus:Transports:pigeon:Plugin: the transport in {folder} does not load: no loft at pigeon://***@roof takes '***' with ***. "
            + "Use a build for this version of .NET and this processor, or ask its author. (OMN1210)",
            problem);
    }

    [Fact]
    public void A_factory_that_is_none()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport(mark: "[assembly: Transport(\"pigeon\", typeof(Pigeons), ContractVersion = 1)]"));
        Refused("OMN1210", folder, "Pigeons is no ITransportFactory");
    }

    [Fact]
    public void A_factory_that_has_another_name_than_its_assembly_says()
    {
        var folder = _plugins.Folder("a");
        PluginCompiler.Compile(folder, "Pigeon", PluginCompiler.Transport("raven", mark: "[assembly: Transport(\"pigeon\", typeof(PigeonFactory), ContractVersion = 1)]"));
        Refused("OMN1210", folder, "its attribute calls it 'pigeon' and its factory 'raven'");
    }

    public void Dispose() => _plugins.Dispose();

    private static string DriversFile => typeof(Omnibus.Drivers.TransportAttribute).Assembly.Location;

    private static void Refused(string id, string folder, params string[] said)
    {
        var problem = Application.ProblemWith(folder);
        TestContext.Current.TestOutputHelper!.WriteLine(problem);
        Assert.StartsWith("Omnibus:Transports:pigeon:Plugin: ", problem, StringComparison.Ordinal);
        Assert.EndsWith($" ({id})", problem, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    private static void Open(string place)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(place, File.GetUnixFileMode(place) | UnixFileMode.OtherWrite);
        }
    }

    private static string Native(string library) => $"[System.Runtime.InteropServices.DllImport(\"{library}\", EntryPoint = \"sqlite3_libversion_number\")] private static extern int Coo();";

    private static string Drivers(string version, string property) => $$"""
        [assembly: System.Reflection.AssemblyVersion("{{version}}")]
        namespace Omnibus.Drivers { public sealed class TransportAttribute(string name, System.Type factory) : System.Attribute { {{property}} } }
        """;

    private static string Marked(string argument) => $$"""[assembly: Omnibus.Drivers.Transport("pigeon", typeof(Pigeon), {{argument}})] public class Pigeon;""";
}
