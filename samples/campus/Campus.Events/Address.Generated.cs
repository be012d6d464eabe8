// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class AddressJson
{
    private static readonly JsonFields s_fields = new("street", "city", "postal_code", "country");

    public static void Write(JsonEventWriter writer, Address? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Street);
            writer.WriteText(value.City);
            writer.WriteText(value.PostalCode);
            writer.WriteText(value.Country);
            writer.EndRecord();
        }
    }

    public static Address Read(ref JsonEventReader reader)
    {
        string street = "";
        string city = "";
        string postalCode = "";
        string country = "";
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    street = reader.ReadText();
                    break;
                case 1:
                    city = reader.ReadText();
                    break;
                case 2:
                    postalCode = reader.ReadText();
                    break;
                case 3:
                    country = reader.ReadText();
                    break;
            }
        }

        return new Address(street, city, postalCode, country);
    }
}
