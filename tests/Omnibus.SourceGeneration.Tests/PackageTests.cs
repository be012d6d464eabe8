using System.Diagnostics;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>The package, as somebody installs it.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <RestoreAdditionalProjectSources>packages</RestoreAdditionalProjectSources>
            <RestorePackagesPath>restored</RestorePackagesPath>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Omnibus.Core" Version="*" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using Omnibus;

        Console.WriteLine(new Shop.ShopEventCatalogue().Events.Single().Type);

        [Event("com.shop.sold.v1")]
        public sealed partial record Sold(string Article, int Count);
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-package-").FullName;

    [Fact(Explicit = true)]
    public async Task An_application_that_installs_the_core_gets_the_generator_with_it()
    {
        foreach (var project in (string[])["Omnibus.Drivers", "Omnibus.Core"])
        {
            await DotnetAsync("pack", Path.Combine(Repository.Root, "src", project), "--configuration", "Release", "--output", Path.Combine(_folder, "packages"));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "Shop.csproj"), Project, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Program.cs"), Program, TestContext.Current.CancellationToken);

        Assert.Equal("com.shop.sold.v1", (await DotnetAsync("run")).Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> DotnetAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
