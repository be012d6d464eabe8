using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Omnibus.Drivers;

namespace Omnibus.Plugins.Tests.Making;

/// <summary>Compiles the transports that these tests need, right and wrong ones.</summary>
internal static class PluginCompiler
{
    private static readonly IReadOnlyList<MetadataReference> s_framework =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(file) is "netstandard.dll" or "mscorlib.dll")
            .Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Compiles source into <c>FOLDER/NAME.dll</c>.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">What the assembly is called.</param>
    /// <param name="source">The source.</param>
    /// <param name="references">Files that it refers to; without any, the contract.</param>
    public static string Compile(string folder, string name, string source, params string[] references)
    {
        string[] others = references.Length > 0 ? references : [typeof(TransportAttribute).Assembly.Location];
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            s_framework.Concat(others.Select(file => MetadataReference.CreateFromFile(file))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var target = Path.Combine(folder, name + ".dll");
        var result = compilation.Emit(target);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return target;
    }

    /// <summary>The source of a transport that can be made and reaches nothing.</summary>
    /// <param name="driver">What its factory calls it.</param>
    /// <param name="mark">The attribute; without one, the right one.</param>
    /// <param name="create">Statements that run before it is made.</param>
    /// <param name="more">Further members of the factory.</param>
    /// <param name="settings">Further settings, after a comma.</param>
    public static string Transport(string driver = "pigeon", string? mark = null, string create = "", string more = "", string settings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Omnibus.Drivers;

        {{mark ?? $"[assembly: Transport(\"{driver}\", typeof(PigeonFactory), ContractVersion = 1)]"}}

        public sealed class PigeonFactory : ITransportFactory
        {
            public TransportInfo Info { get; } = new("{{driver}}") { Coordination = Coordination.None, Abilities = [], TopicNames = new TopicNames(99), Durable = false };

            public IReadOnlyList<SettingInfo> Settings { get; } = [new("Loft", SettingKind.Text, "Where they live."){{settings}}];

            {{more}}

            public ITransport Create(TransportSettings settings, TransportHost host)
            {
                {{create}}
                settings.Text("Loft");
                return new Pigeons();
            }
        }

        public sealed class Pigeons : ITransport
        {
            public WireFormat Wire { get; } = new() { Fields = [] };

            public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

            public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

            public FaultCode Classify(Exception exception) => FaultCode.Unavailable;

            public ValueTask DisposeAsync() => default;
        }
        """;

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new System.Reflection.PortableExecutable.PEReader(stream);
        return image.HasMetadata;
    }
}
