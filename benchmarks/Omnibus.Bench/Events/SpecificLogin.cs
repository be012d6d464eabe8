using Avro;
using Avro.Specific;

namespace Omnibus.Bench.Events.Specific;

// The login event as the code generator of the Avro project would make it. Its reader finds the classes by the names of the records.

/// <summary>The outermost record.</summary>
public sealed class CloudEvent : ISpecificRecord
{
    public static readonly RecordSchema RecordSchema = (RecordSchema)Schema.Parse(
        Login.Definition.Schema!.Text.Replace(Login.Definition.Type, typeof(CloudEvent).Namespace, StringComparison.Ordinal));

    public Schema Schema => RecordSchema;

    public UserData? User { get; set; }

    public object Get(int fieldPos) => User!;

    public void Put(int fieldPos, object fieldValue) => User = (UserData)fieldValue;
}

/// <summary>Who logged in.</summary>
public sealed class UserData : ISpecificRecord
{
    private static readonly RecordSchema s_schema = (RecordSchema)CloudEvent.RecordSchema["user"].Schema;

    public Schema Schema => s_schema;

    public long Id { get; set; }

    public bool IsActive { get; set; }

    public UserPersonalData? Pii { get; set; }

    public object Get(int fieldPos) => fieldPos switch { 0 => Id, 1 => IsActive, _ => Pii! };

    public void Put(int fieldPos, object fieldValue)
    {
        switch (fieldPos)
        {
            case 0:
                Id = (long)fieldValue;
                break;
            case 1:
                IsActive = (bool)fieldValue;
                break;
            default:
                Pii = (UserPersonalData)fieldValue;
                break;
        }
    }
}

/// <summary>Their names.</summary>
public sealed class UserPersonalData : ISpecificRecord
{
    private static readonly RecordSchema s_schema = (RecordSchema)((RecordSchema)CloudEvent.RecordSchema["user"].Schema)["pii"].Schema;

    public Schema Schema => s_schema;

    public string? Username { get; set; }

    public string? Email { get; set; }

    public string? Name { get; set; }

    public object Get(int fieldPos) => (fieldPos switch { 0 => Username, 1 => Email, _ => Name })!;

    public void Put(int fieldPos, object fieldValue)
    {
        var text = (string)fieldValue;
        switch (fieldPos)
        {
            case 0:
                Username = text;
                break;
            case 1:
                Email = text;
                break;
            default:
                Name = text;
                break;
        }
    }
}
