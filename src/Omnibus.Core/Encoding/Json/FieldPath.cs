using System.Globalization;
using System.Text;

namespace Omnibus.Encodings;

/// <summary>Puts the path of a field together: names joined by dots, places in lists in brackets.</summary>
internal sealed class FieldPath
{
    private readonly StringBuilder _path = new();

    public FieldPath Add(string name)
    {
        _path.Append(_path.Length > 0 ? "." : "").Append(name);
        return this;
    }

    public FieldPath Add(int index)
    {
        _path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        return this;
    }

    public override string ToString() => _path.ToString();
}
