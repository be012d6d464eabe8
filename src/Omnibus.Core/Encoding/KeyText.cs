using System.Globalization;
using System.Text;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>The text of a key, as the value stands in JSON: for the key accessors of an <see cref="EventDefinition{TEvent}"/>.</summary>
public static class KeyText
{
    /// <summary>Text is its own key.</summary>
    public static string? Of(string? value) => value;

    /// <summary>An integer in decimal digits.</summary>
    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static string? Of(bool? value) => value is { } known ? known ? "true" : "false" : null;

    /// <summary>A UUID in lower case with dashes.</summary>
    public static string? Of(Guid? value) => value?.ToString();

    /// <summary>A time with its offset, to the microsecond.</summary>
    public static string? Of(DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        return Encoding.UTF8.GetString(text[..IsoTime.FormatWithOffset(time, text)]);
    }
}
