namespace Omnibus.Kafka.Consuming;

/// <summary>Headers come in the same order from record to record: their names are made one string each. For one thread.</summary>
internal sealed class HeaderNames
{
    private readonly string[] _names = new string[24];

    /// <summary>The string to use for the name of the header at <paramref name="index"/>.</summary>
    public string Same(int index, string name)
    {
        if (index >= _names.Length)
        {
            return name;
        }

        return _names[index] == name ? _names[index] : _names[index] = name;
    }
}
