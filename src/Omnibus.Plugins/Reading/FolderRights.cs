using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Omnibus.Plugins.Reading;

/// <summary>
/// Finds what every user of the machine may write to: whoever can change a plugin runs code in the process. The group of a Unix file is trusted, as on many
/// systems it is the owner's alone; who the owner is cannot be asked.
/// </summary>
internal static class FolderRights
{
    private static readonly EnumerationOptions s_deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.None };

    /// <summary>A file or folder that others may change; null where there is none.</summary>
    public static string? WhatOthersMayChange(string folder)
    {
        var inside = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_deep).Prepend(new DirectoryInfo(folder));
        if (OperatingSystem.IsWindows())
        {
            return inside.FirstOrDefault(IsOpenOnWindows)?.FullName;
        }

        return (inside.FirstOrDefault(entry => IsOpen(entry, besideSticky: false)) ?? Parents(folder).FirstOrDefault(parent => IsOpen(parent, besideSticky: true)))?.FullName;
    }

    private static IEnumerable<DirectoryInfo> Parents(string folder)
    {
        for (var parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>In a sticky folder, such as that of temporary files, everyone may add, and only its owner may rename or remove.</summary>
    private static bool IsOpen(FileSystemInfo entry, bool besideSticky)
    {
        var mode = (entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry).UnixFileMode;
        return mode.HasFlag(UnixFileMode.OtherWrite) && !(besideSticky && mode.HasFlag(UnixFileMode.StickyBit));
    }

    [SupportedOSPlatform("windows")]
    private static bool IsOpenOnWindows(FileSystemInfo entry)
    {
        const FileSystemRights Changes = FileSystemRights.WriteData | FileSystemRights.AppendData | FileSystemRights.Delete
            | FileSystemRights.DeleteSubdirectoriesAndFiles | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;
        FileSystemSecurity security = entry is DirectoryInfo directory
            ? directory.GetAccessControl(AccessControlSections.Access)
            : ((FileInfo)entry).GetAccessControl(AccessControlSections.Access);
        return security.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).OfType<FileSystemAccessRule>().Any(rule =>
            rule.AccessControlType == AccessControlType.Allow && (rule.FileSystemRights & Changes) != 0
            && rule.IdentityReference is SecurityIdentifier who
            && (who.IsWellKnown(WellKnownSidType.WorldSid) || who.IsWellKnown(WellKnownSidType.AuthenticatedUserSid)
                || who.IsWellKnown(WellKnownSidType.BuiltinUsersSid) || who.IsWellKnown(WellKnownSidType.BuiltinGuestsSid)
                || who.IsWellKnown(WellKnownSidType.InteractiveSid) || who.IsWellKnown(WellKnownSidType.NetworkSid)));
    }
}
