using System.IO.MemoryMappedFiles;

namespace Omnibus.Sqlite;

/// <summary>
/// A small file beside the bus file that all its processes map into memory: for each process the port of its doorbell, and whether it
/// sleeps. In memory, because falling asleep must not be a write to the bus, nor ringing a read of it. Nothing depends on what it holds:
/// it may be damaged or removed at any time.
/// </summary>
internal sealed class SleepSlots : IDisposable
{
    /// <summary>The most processes that can be rung; more of them look at intervals.</summary>
    public const int Count = 256;

    private const int SlotBytes = 2 * sizeof(int);
    private const int UsedOffset = 0;
    private const int SlotsOffset = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public SleepSlots(string path)
    {
        const int Length = SlotsOffset + (Count * SlotBytes);
        var stream = new FileStream(path, FilePlace.Private(FileMode.OpenOrCreate));
        try
        {
            if (stream.Length < Length)
            {
                // Written, not only made longer: to touch a page for which a full disk has no room would end the process.
                stream.Position = stream.Length;
                stream.Write(new byte[Length - stream.Length]);
                stream.Flush();
            }

            _file = MemoryMappedFile.CreateFromFile(stream, null, Length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        _view = _file.CreateViewAccessor(0, Length);
    }

    /// <summary>How many slots from the first were ever taken.</summary>
    public int Used
    {
        get => Math.Clamp(_view.ReadInt32(UsedOffset), 0, Count);
        set => _view.Write(UsedOffset, Math.Clamp(value, 0, Count));
    }

    public int Port(int slot) => _view.ReadInt32(At(slot)) & 0xffff;

    public void SetPort(int slot, int port) => _view.Write(At(slot), port);

    /// <summary>Whether the process of a slot sleeps, and was not rung yet.</summary>
    public bool Sleeps(int slot) => _view.ReadInt32(At(slot) + sizeof(int)) != 0;

    public void SetSleeps(int slot, bool value) => _view.Write(At(slot) + sizeof(int), value ? 1 : 0);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static int At(int slot) => SlotsOffset + (slot * SlotBytes);
}
