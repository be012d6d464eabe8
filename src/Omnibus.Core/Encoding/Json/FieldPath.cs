using System.Globalization;
using System.Text;

namespace Omnibus.Encodings;

/// <summary>Puts the path of a field together: names joined by dots, places in lists in brackets.</summary>
internal sealed class FieldPath
{
    private const int Longest = 64;

    private readonly StringBuilder _path = new();

    /// <summary>A name as it stands in a path: a key of a map may be of any length, and is cut.</summary>
    public static string Short(string name) => name.Length <= Longest ? name : name[..Longest] + "…";

    public FieldPath Add(string name)
    {
        _path.Append(_path.Length > 0 ? "." : "").Append(Short(name));
        return this;
    }

    public FieldPath Add(int index)
    {
        _path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        return this;
    }

    public override string ToString() => _path.ToString();
}
