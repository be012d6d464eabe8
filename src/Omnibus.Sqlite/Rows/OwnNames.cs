namespace Omnibus.Sqlite;

/// <summary>The header names of one row that are not known to the format.</summary>
internal sealed class OwnNames
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> All => _names;

    /// <summary>The number that a name is written as.</summary>
    public int NumberOf(string name)
    {
        var known = HeaderNames.Find(name);
        if (known >= 0)
        {
            return known;
        }

        var own = _names.IndexOf(name);
        if (own < 0)
        {
            own = _names.Count;
            _names.Add(name);
        }

        return HeaderNames.Own + own;
    }

    public void Clear() => _names.Clear();
}
