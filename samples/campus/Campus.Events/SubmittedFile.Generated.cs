// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class SubmittedFileJson
{
    private static readonly JsonFields s_fields = new("name", "size_bytes", "checksum?");

    public static void Write(JsonEventWriter writer, SubmittedFile? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Name);
            writer.WriteInt64(value.SizeBytes);
            writer.WriteBytes(value.Checksum);
            writer.EndRecord();
        }
    }

    public static SubmittedFile Read(ref JsonEventReader reader)
    {
        string name = "";
        long sizeBytes = 0;
        byte[]? checksum = null;
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    name = reader.ReadText();
                    break;
                case 1:
                    sizeBytes = reader.ReadInt64();
                    break;
                case 2:
                    checksum = reader.TryReadNull() ? null : reader.ReadBytes();
                    break;
            }
        }

        return new SubmittedFile(name, sizeBytes, checksum);
    }
}
