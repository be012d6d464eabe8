using System.Globalization;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Names at the server. A stream and a durable consumer must not have a dot, a space or a wildcard in their names, and topics and groups of Omnibus have dots:
/// a dot becomes a plus, and what else a group's name has that the server refuses becomes <c>=</c> and its code.
/// </summary>
internal static class NatsNames
{
    public const string Topics = "omnibus.t.";
    public const string Members = "omnibus.m.";
    public const string Schemas = "omnibus-schemas";

    public static TopicNames TopicNames { get; } = new(MaxLength: 200) { Punctuation = "-_.", Reserved = [Schemas] };

    public static string StreamOf(string topic) =>
        TopicNames.WhyNot(topic) is { } problem ? throw new ArgumentException($"'{topic}' cannot be a topic: {problem}.", nameof(topic)) : topic.Replace('.', '+');

    public static string TopicOf(string stream) => stream.Replace('+', '.');

    /// <summary>Where a topic's records are published.</summary>
    public static string SubjectOf(string topic) => Topics + StreamOf(topic);

    /// <summary>Where the members of a group answer who they are.</summary>
    public static string MembersOf(string stream, string durable) => $"{Members}{stream}.{durable}";

    public static string DurableOf(string group)
    {
        var name = new StringBuilder(group.Length);
        foreach (var value in Encoding.UTF8.GetBytes(group))
        {
            _ = (char)value switch
            {
                '.' => name.Append('+'),
                var plain when char.IsAsciiLetterOrDigit(plain) || plain is '-' or '_' => name.Append(plain),
                _ => name.Append('=').Append(value.ToString("X2", CultureInfo.InvariantCulture)),
            };
        }

        return name.ToString();
    }

    /// <summary>The group of a durable consumer; a consumer that a stranger named may have a code that is none.</summary>
    public static string GroupOf(string durable)
    {
        var bytes = new List<byte>(durable.Length);
        for (var index = 0; index < durable.Length; index++)
        {
            if (durable[index] == '=' && index + 2 < durable.Length
                && byte.TryParse(durable.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                index += 2;
            }
            else
            {
                bytes.Add((byte)(durable[index] == '+' ? '.' : durable[index]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
