using System.Runtime.InteropServices;
using EmailContactPortal.Data.Keys;

namespace EmailContactPortal.Web.Startup;

/// <summary>
/// Keeps what the portal writes from everybody else on the machine: the database, uploads, logs and caught mail hold people's addresses.
/// New files by the mask of the process, those of an earlier version by their rights. On Windows the rights of the data directory hold.
/// </summary>
internal static class PrivateFiles
{
    private const int OthersNothing = 63; // 077 in octal

    /// <summary>Makes the data directory, and everything in it, the owner's own.</summary>
    /// <returns>What cannot be made so, in words; null when all is.</returns>
    public static string? Prepare(string dataDirectory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(dataDirectory);
            return null;
        }

        _ = SetMask(OthersNothing);
        OwnerOnly.MakeDirectory(dataDirectory);
        try
        {
            OwnerOnly.Close(dataDirectory);
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return $"Others on this machine may read the data directory {dataDirectory}, and its rights cannot be "
                + $"changed: {e.Message} It should belong to the user that runs the portal, with rights 0700";
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMask(int mask);
}
