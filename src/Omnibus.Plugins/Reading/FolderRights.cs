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
    /// <summary>A file or folder that others may change; null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="named">The same as it is named, which may be a link: whoever may put another link in its place changes the plugin too.</param>
    public static string? WhatOthersMayChange(string folder, string named)
    {
        var inside = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", FolderReader.Deep).Prepend(new DirectoryInfo(folder));
        if (OperatingSystem.IsWindows())
        {
            return inside.FirstOrDefault(IsOpenOnWindows)?.FullName;
        }

        return (inside.FirstOrDefault(entry => IsOpen(entry, besideSticky: false)) ?? Above(new DirectoryInfo(named)).FirstOrDefault(parent => IsOpen(parent, besideSticky: true)))?.FullName;
    }

    /// <summary>The folders on the way to one, also those on the way to what a link among them leads to.</summary>
    private static IEnumerable<DirectoryInfo> Above(DirectoryInfo folder)
    {
        DirectoryInfo?[] next = [folder.ResolveLinkTarget(returnFinalTarget: false) as DirectoryInfo, folder.Parent];
        return next.OfType<DirectoryInfo>().SelectMany(above => Above(above).Prepend(above));
    }

    /// <summary>In a sticky folder, such as that of temporary files, everyone may add, and only its owner may rename or remove.</summary>
    private static bool IsOpen(FileSystemInfo entry, bool besideSticky)
    {
        var place = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;

        // A link to nothing has no rights: what they are asked for would be all of them.
        return place.Exists && place.UnixFileMode is var mode && mode.HasFlag(UnixFileMode.OtherWrite) && !(besideSticky && mode.HasFlag(UnixFileMode.StickyBit));
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
