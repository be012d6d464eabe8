using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Where the file is: on a local disk, in a directory and with modes that only its user can enter.</summary>
internal static class FilePlace
{
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory and an empty file where they are missing. SQLite gives its two files beside it the same mode.</summary>
    public static void Make(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, DirectoryMode);
            }
        }

        Check(path);
        if (!File.Exists(path))
        {
            MakeFile(path);
        }
    }

    /// <summary>Refuses a directory, and a network file system: there the locks and the shared memory of SQLite do not hold.</summary>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new BusFileException(FaultCode.Misconfigured, $"{path} is a directory. Set Path to a file.");
        }

        if (IsOnNetwork(Path.GetDirectoryName(path)!))
        {
            throw new BusFileException(
                FaultCode.Misconfigured,
                $"{path} is on a network file system, where processes would damage each other's writes. Set Path to a local disk, or use a transport with a server.");
        }
    }

    /// <summary>The file's options with the mode that only its user can read, where the system has modes.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }

    internal static bool IsOnNetwork(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            var root = Path.GetPathRoot(directory);
            return root is not { Length: > 0 } || root.StartsWith(@"\\", StringComparison.Ordinal)
                ? !directory.StartsWith(@"\\?\", StringComparison.Ordinal) && !directory.StartsWith(@"\\.\", StringComparison.Ordinal)
                : new DriveInfo(root).DriveType == DriveType.Network;
        }

        return Directory.Exists(directory) && new DriveInfo(directory) is { IsReady: true, DriveType: DriveType.Network };
    }

    /// <summary>
    /// Made under another name and linked into place: a process that closes a handle of the file itself would drop the locks that its own SQLite holds on it.
    /// </summary>
    private static void MakeFile(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        new FileStream(draft, Private(System.IO.FileMode.CreateNew)).Dispose();
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
