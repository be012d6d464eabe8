using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>The headers that a dead letter has beside those of its record, and keeps when it is redriven.</summary>
internal static class DeadLetterHeaders
{
    public const string Prefix = "omnibus-";
    public const string Reason = "omnibus-reason";
    public const string Exception = "omnibus-exception";
    public const string Message = "omnibus-message";
    public const string Handler = "omnibus-handler";
    public const string Attempts = "omnibus-attempts";
    public const string Topic = "omnibus-topic";
    public const string Partition = "omnibus-partition";
    public const string Position = "omnibus-position";
    public const string Group = "omnibus-group";
    public const string Time = "omnibus-time";

    /// <summary>How often the record was redriven; absent means never.</summary>
    public const string Redrives = "omnibus-redrives";

    /// <summary>Of a redriven record: which dead letter it was.</summary>
    public const string Letter = "omnibus-letter";

    /// <summary>The text of a header; null where there is none.</summary>
    public static string? Find(Delivery delivery, string name)
    {
        foreach (ref readonly var header in delivery.Headers)
        {
            if (header.Name == name)
            {
                return Encoding.UTF8.GetString(header.Value.Span);
            }
        }

        return null;
    }
}
