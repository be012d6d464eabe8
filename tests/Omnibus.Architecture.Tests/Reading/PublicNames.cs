using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Omnibus.Architecture.Tests.Reading;

/// <summary>A name that a user of an assembly can write.</summary>
/// <param name="Owner">The type, or the type and the method of a parameter.</param>
/// <param name="Name">The name itself.</param>
internal sealed record PublicName(string Owner, string Name);

/// <summary>Reads names from a compiled assembly without loading it.</summary>
internal static class PublicNames
{
    public static IReadOnlyList<PublicName> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(type => IsVisible(reader, type))
            .SelectMany(type => Names(reader, type)).Where(name => !name.Name.StartsWith('<'))];
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem
            => IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static IEnumerable<PublicName> Names(MetadataReader reader, TypeDefinition type)
    {
        var owner = reader.GetString(type.Name);
        yield return new PublicName(owner, owner);
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition).Where(field => IsVisible((MethodAttributes)field.Attributes)))
        {
            yield return new PublicName(owner, reader.GetString(field.Name));
        }
        // Properties and events are seen through their accessors.
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsVisible(method.Attributes)))
        {
            var name = reader.GetString(method.Name);
            yield return new PublicName(owner, name);
            foreach (var parameter in method.GetParameters().Select(reader.GetParameter))
            {
                yield return new PublicName($"{owner}.{name}", reader.GetString(parameter.Name));
            }
        }
    }

    private static bool IsVisible(MethodAttributes attributes)
        => (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
