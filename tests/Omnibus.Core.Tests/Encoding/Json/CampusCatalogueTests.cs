using System.Reflection;
using Campus.Events;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>The hand-written definitions say what the attributes beside them say.</summary>
public sealed class CampusCatalogueTests
{
    private static readonly CampusEventCatalogue s_catalogue = new();

    [Fact]
    public void The_assembly_names_its_catalogue_with_every_event_in_order()
    {
        var assembly = typeof(CampusEventCatalogue).Assembly;

        Assert.Equal(typeof(CampusEventCatalogue), assembly.GetCustomAttribute<EventCatalogueAttribute>()!.Catalogue);
        Assert.Equal(
            assembly.GetTypes().Where(type => type.IsDefined(typeof(EventAttribute))).OrderBy(Declared, StringComparer.Ordinal),
            s_catalogue.Events.Select(definition => definition.ClrType));

        static string Declared(Type type) => type.GetCustomAttribute<EventAttribute>()!.Type;
    }

    [Fact]
    public void Definitions_are_those_of_the_attributes_and_each_default_key_is_there()
    {
        foreach (var definition in s_catalogue.Events)
        {
            var declared = definition.ClrType.GetCustomAttribute<EventAttribute>()!;

            Assert.Equal((declared.Type, declared.Topic, declared.Key, declared.MinorVersion), (definition.Type, definition.Topic, definition.Key, definition.MinorVersion));
            Assert.Contains(definition.Key!, definition.KeyPaths);
        }
    }

    [Fact]
    public void Keys_are_the_text_that_stands_in_the_JSON()
    {
        var definition = EnrolmentCreated.Definition;

        Assert.Equal("s-1", Key("student.number"));
        Assert.Equal("0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90", Key("enrolment_id"));
        Assert.Equal("9223372036854775807", Key("fee_cents"));
        Assert.Equal("false", Key("waiting_list"));
        Assert.Equal("2026-09-01T08:30:00.000250+02:00", Key("created_at"));
        Assert.Null(definition.KeyAt("fee_cents")!(CampusExamples.Enrolment with { FeeCents = null }));
        Assert.Null(definition.KeyAt("student.age"));

        string? Key(string path) => definition.KeyAt(path)!(CampusExamples.Enrolment);
    }
}
