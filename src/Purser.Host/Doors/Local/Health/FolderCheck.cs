using Purser.Embedded.Disk;

namespace Purser.Host.Doors.Local.Health;

/// <summary>Whether nobody else can read the data folder, and there is room in it.</summary>
internal sealed class FolderCheck(DataFolder folder) : IHealthCheck
{
    public string Name => "data folder";

    private const long FewBytes = 512L * 1024 * 1024;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<DoctorCheck>>([Look()]);

    private DoctorCheck Look()
    {
        var path = folder.Path;
        if ((File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            return new DoctorCheck(Name, false, $"{path} can be read by others", $"chmod 700 {path}");
        var free = new DriveInfo(path).AvailableFreeSpace;
        return free > FewBytes
            ? new DoctorCheck(Name, true, $"{path}, {free / (1024 * 1024):N0} MB free")
            : new DoctorCheck(
                Name, false, $"only {free / (1024 * 1024):N0} MB free",
                "Make room on the disk: guests' files are refused.");
    }
}
