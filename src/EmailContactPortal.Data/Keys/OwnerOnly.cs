namespace EmailContactPortal.Data.Keys;

/// <summary>Files and folders that nobody but the portal's own user may read (on Windows the folder's rights hold).</summary>
public static class OwnerOnly
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes a folder with its parents; one that exists keeps its rights.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, DirectoryMode);
    }

    /// <summary>Takes a folder, and what is in it, from everybody else; links are left alone.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        Narrow(path, DirectoryMode);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos(
            "*", SearchOption.AllDirectories).Where(e => e.LinkTarget is null))
        {
            // A log or an upload may go while this looks.
            if (entry.Exists) Narrow(entry.FullName, entry is DirectoryInfo ? DirectoryMode : FileMode);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Narrow(string path, UnixFileMode most)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & most) != mode) File.SetUnixFileMode(path, mode & most);
    }

    /// <summary>How to open a file that must not exist yet.</summary>
    public static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return options;
    }
}
