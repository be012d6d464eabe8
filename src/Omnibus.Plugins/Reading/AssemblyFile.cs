using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Omnibus.Drivers;

namespace Omnibus.Plugins.Reading;

/// <summary>What the metadata of an assembly says. It is read as a file: nothing of it is loaded.</summary>
internal sealed record AssemblyFile(string File, string Name, Version Version)
{
    public required IReadOnlyList<(string Name, Version Version)> References { get; init; }

    /// <summary>The version that its author gave it.</summary>
    public string? Informational { get; init; }

    /// <summary>The attribute that says that it is a transport.</summary>
    public TransportMark? Transport { get; init; }

    /// <summary>Null where the file is no .NET assembly, such as a native library.</summary>
    public static AssemblyFile? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var image = new PEReader(stream);
            if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } metadata)
            {
                return null;
            }

            var assembly = metadata.GetAssemblyDefinition();
            var marks = assembly.GetCustomAttributes().Select(metadata.GetCustomAttribute).ToList();
            return new AssemblyFile(file, metadata.GetString(assembly.Name), assembly.Version)
            {
                References = [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (metadata.GetString(reference.Name), reference.Version))],
                Informational = marks.Where(mark => Is(metadata, mark, "System.Reflection", "AssemblyInformationalVersionAttribute"))
                    .Select(mark => FirstText(metadata, mark)).FirstOrDefault(),
                Transport = marks.Where(mark => Is(metadata, mark, typeof(TransportAttribute).Namespace!, nameof(TransportAttribute)))
                    .Select(mark => TransportMark.Read(metadata.GetBlobReader(mark.Value))).FirstOrDefault(),
            };
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static bool Is(MetadataReader metadata, CustomAttribute mark, string space, string name) =>
        mark.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)mark.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type
        && metadata.StringComparer.Equals(type.Name, name) && metadata.StringComparer.Equals(type.Namespace, space);

    private static string? FirstText(MetadataReader metadata, CustomAttribute mark)
    {
        var reader = metadata.GetBlobReader(mark.Value);
        _ = reader.ReadUInt16();
        return reader.ReadSerializedString();
    }
}

/// <summary>A <see cref="TransportAttribute"/> as it stands in metadata.</summary>
/// <param name="Name">The driver's name.</param>
/// <param name="ContractVersion">Null where it is not said.</param>
internal sealed record TransportMark(string? Name, int? ContractVersion)
{
    private const byte Property = 0x54;
    private const byte Int32 = 0x08;

    /// <summary>The name comes first in every version of the contract, the type behind it, and the version is a named property.</summary>
    public static TransportMark Read(BlobReader reader)
    {
        _ = reader.ReadUInt16();
        var name = reader.ReadSerializedString();
        try
        {
            _ = reader.ReadSerializedString();
            for (var left = reader.ReadUInt16(); left > 0 && reader.ReadByte() == Property && reader.ReadByte() == Int32; left--)
            {
                var property = reader.ReadSerializedString();
                var value = reader.ReadInt32();
                if (property == nameof(TransportAttribute.ContractVersion))
                {
                    return new TransportMark(name, value);
                }
            }
        }
        catch (BadImageFormatException)
        {
            // Another shape of another version: what it is called is known all the same.
        }

        return new TransportMark(name, null);
    }
}
