using Purser.Bench;

// Usage: Purser.Bench NATIVE-BINARY JIT-DLL [quick | pictures]
string[] native = [args[0]];
string[] jit = ["dotnet", args[1]];
var folder = Directory.CreateTempSubdirectory("purser-bench-").FullName;
try
{
    Table.Head();
    var files = await PictureRace.Run(native, folder);
    await PhotoRace.Run(native, folder, files);
    if (args is not [_, _, "pictures"])
    {
        await StartRace.Run(native, jit, folder);
        await BookingRace.Run(native, folder, quick: args is [_, _, "quick"]);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
