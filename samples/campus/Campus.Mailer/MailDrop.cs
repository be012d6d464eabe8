using System.Text;
using Campus.Service;
using Omnibus;

namespace Campus.Mailer;

/// <summary>
/// Stands in for a mail server: a file with one line a mail, the event's id first. After a crash the file says which mails are out already.
/// Without <c>Mailer:Drop</c> there is no file, and a restarted mailer knows nothing. Safe on any thread.
/// </summary>
internal sealed class MailDrop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _sent = [];
    private readonly FileStream? _file;

    public MailDrop(IConfiguration configuration, Totals totals)
    {
        if (configuration["Mailer:Drop"] is not { Length: > 0 } path)
        {
            return;
        }

        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        foreach (var line in ReadWholeLines(_file))
        {
            var columns = line.Split('\t');
            _sent.Add(columns[0]);
            totals.Count(columns[1], columns[0]);
        }
    }

    /// <summary>Sends a mail about an event; nothing where that was done before. A student without an address gets none, and that is noted too.</summary>
    public void Add(EventMetadata about, string? address, string subject)
    {
        lock (_gate)
        {
            if (_sent.Add(about.Id))
            {
                _file?.Write(Encoding.UTF8.GetBytes($"{about.Id}\t{about.Type}\t{address ?? "-"}\t{subject}\n"));
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    // A line without its end was cut off by a crash: that mail is not out.
    private static string[] ReadWholeLines(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(end);
        file.Position = end;
        return Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
