using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Omnibus.Commands.Printing;

/// <summary>Writes rows as a table for a person, or as one JSON document for a program.</summary>
internal static class Tables
{
    public static async Task WriteAsync<TRow>(
        TextWriter output,
        bool json,
        IReadOnlyList<TRow> rows,
        JsonTypeInfo<IReadOnlyList<TRow>> typeInfo,
        string[] columns,
        Func<TRow, string[]> cells)
    {
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(rows, typeInfo)).ConfigureAwait(false);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. columns.Select(column => new TableColumn(column).NoWrap())]);
        foreach (var row in rows)
        {
            table.AddRow(cells(row).Select(cell => new Text(cell)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Detect });
        console.Profile.Width = Math.Max(console.Profile.Width, 160);
        console.Write(table);
    }
}
