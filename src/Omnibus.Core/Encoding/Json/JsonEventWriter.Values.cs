using System.Diagnostics.CodeAnalysis;
using Omnibus.Encodings;

namespace Omnibus;

/// <content>The single values. Each of them may be null where the field is optional, and is an error where it is not.</content>
public sealed partial class JsonEventWriter
{
    /// <summary>Writes text.</summary>
    /// <exception cref="EventDataException">It holds half of a surrogate pair, or is null in a field that needs a value.</exception>
    public void WriteText(string? value)
    {
        if (Begin(value))
        {
            _json.WriteStringValue(WellFormed(value));
        }
    }

    /// <summary>Writes a truth value.</summary>
    public void WriteBoolean(bool? value)
    {
        if (Begin(value))
        {
            _json.WriteBooleanValue(value.Value);
        }
    }

    /// <summary>Writes an integer.</summary>
    public void WriteInt32(int? value)
    {
        if (Begin(value))
        {
            _json.WriteNumberValue(value.Value);
        }
    }

    /// <summary>Writes an integer, exactly.</summary>
    public void WriteInt64(long? value)
    {
        if (Begin(value))
        {
            _json.WriteNumberValue(value.Value);
        }
    }

    /// <summary>Writes a number, exactly; what JSON has no number for as <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.</summary>
    public void WriteDouble(double? value)
    {
        if (!Begin(value))
        {
            return;
        }

        if (double.IsFinite(value.Value))
        {
            _json.WriteNumberValue(value.Value);
        }
        else
        {
            _json.WriteStringValue(double.IsNaN(value.Value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }

    /// <summary>Writes a number of 32 bits with the digits that it needs; what JSON has no number for as <see cref="WriteDouble"/> does.</summary>
    public void WriteSingle(float? value)
    {
        if (value is { } finite && float.IsFinite(finite))
        {
            Begin(present: true);
            _json.WriteNumberValue(finite);
        }
        else
        {
            WriteDouble(value);
        }
    }

    /// <summary>Writes a value that is text.</summary>
    /// <exception cref="EventDataException">Its text holds half of a surrogate pair, or it is null in a field that needs a value.</exception>
    public void WriteTextValue<TValue>(TValue? value)
        where TValue : class, ITextValue<TValue> => WriteText(value?.Text);

    /// <summary>Writes a value that is text.</summary>
    /// <exception cref="EventDataException">Its text holds half of a surrogate pair, or it is null in a field that needs a value.</exception>
    public void WriteTextValue<TValue>(TValue? value)
        where TValue : struct, ITextValue<TValue> => WriteText(value?.Text);

    /// <summary>Writes a time with its offset, to the microsecond.</summary>
    public void WriteTime(DateTimeOffset? value)
    {
        if (Begin(value))
        {
            Span<byte> text = stackalloc byte[IsoTime.MaxLength];
            _json.WriteStringValue(text[..IsoTime.FormatWithOffset(value.Value, text)]);
        }
    }

    /// <summary>Writes a UUID as text.</summary>
    public void WriteGuid(Guid? value)
    {
        if (Begin(value))
        {
            _json.WriteStringValue(value.Value);
        }
    }

    /// <summary>Writes bytes as text in base64.</summary>
    public void WriteBytes(byte[]? value)
    {
        if (Begin(value))
        {
            _json.WriteBase64StringValue(value);
        }
    }

    /// <summary>Writes bytes as text in base64.</summary>
    public void WriteMemory(ReadOnlyMemory<byte>? value)
    {
        if (Begin(value))
        {
            _json.WriteBase64StringValue(value.Value.Span);
        }
    }

    /// <summary>Writes the name of a value, and the value itself where it is null and may be; false then.</summary>
    private bool Begin([NotNullWhen(true)] object? value) => Begin(value is not null);

    private bool Begin<TValue>([NotNullWhen(true)] TValue? value)
        where TValue : struct => Begin(value.HasValue);

    private bool Begin(bool present)
    {
        var required = true;
        if (_depth > 0)
        {
            ref var frame = ref _frames[_depth - 1];
            if (frame.Fields is { } fields)
            {
                _json.WritePropertyName(fields.EncodedNameOf(frame.Next));
                required = !fields.IsOptional(frame.Next);
            }

            frame.Next++;
        }

        if (present)
        {
            return true;
        }

        if (required)
        {
            throw Fail("This must not be null.");
        }

        _json.WriteNullValue();
        return false;
    }

    private string WellFormed(string text) =>
        Surrogates.AreWhole(text) ? text : throw Fail("The text holds half of a surrogate pair and cannot be written.");
}
