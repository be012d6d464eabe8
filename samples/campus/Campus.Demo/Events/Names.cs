using Campus.Events;

namespace Campus.Demo.Events;

/// <summary>What people, places and courses are called.</summary>
internal static class Names
{
    public static readonly Course[] Courses =
    [
        new("BIO101", "Cells and Genes", 5), new("CHE110", "Matter and Change", 5), new("CSC102", "Programs as Arguments", 7.5),
        new("CSC210", "Distributed Systems", 7.5), new("ECO120", "Markets", 5), new("HIS130", "Cities of the Hanse", 2.5),
        new("LIT140", "Novels of the Sea", 5), new("MAT101", "Analysis I", 10), new("MAT220", "Probability", 7.5),
        new("MUS150", "Counterpoint", 2.5), new("PHY101", "Mechanics", 7.5), new("PHI160", "Logic and Language", 5),
    ];

    public static readonly string[] Programmes = ["Biology", "Computer Science", "Economics", "History", "Mathematics", "Music", "Philosophy", "Physics"];
    public static readonly string[] Streets = ["Am Hafen", "Birkenweg", "Königstraße", "Lindenallee", "Mühlengasse", "Rosenhof"];
    public static readonly string[] Cities = ["Bremen", "Greifswald", "Kiel", "Lübeck", "Rostock", "Wismar"];

    private static readonly string[] s_first = ["Ada", "Björn", "Chidi", "Dörte", "Émile", "Fatma", "Gustav", "Hana", "Ivo", "Jördis", "Kofi", "Linh", "Mateus", "Nadja"];
    private static readonly string[] s_last = ["Adeyemi", "Brandt", "Çelik", "Dvořák", "Engel", "Fischer", "García", "Holm", "Ito", "Jansen", "Köhler", "Nguyễn", "Ørsted"];

    public static string Of(Random random, string[] names) => names[random.Next(names.Length)];

    public static string Person(Random random) => $"{Of(random, s_first)} {Of(random, s_last)}";

    /// <summary>A plain address: letters of a name that are not ASCII are left out.</summary>
    public static string Mail(string name, int number) =>
        $"{string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant()}{number}@campus.example";
}
