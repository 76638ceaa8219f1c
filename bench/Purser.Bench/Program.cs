using Purser.Bench;

// Usage: Purser.Bench NATIVE-BINARY JIT-DLL [quick | pictures | bookings | functions]
string[] native = [args[0]];
string[] jit = ["dotnet", args[1]];
var only = args is [_, _, var word] ? word : "";
var folder = Directory.CreateTempSubdirectory("purser-bench-").FullName;
try
{
    Table.Head();
    if (only is not ("bookings" or "functions"))
    {
        var files = await PictureRace.Run(native, folder);
        await PhotoRace.Run(native, folder, files);
    }

    if (only is not ("pictures" or "bookings")) await FunctionRace.Run(native, jit);
    if (only is not ("pictures" or "functions"))
    {
        await StartRace.Run(native, jit, folder);
        await BookingRace.Run(native, folder, quick: only is "quick" or "bookings");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
