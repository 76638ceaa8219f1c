using Purser.Bench;
using Purser.Bench.Aws;

// Usage: Purser.Bench NATIVE-BINARY JIT-DLL [quick | pictures | bookings | functions | aws]
string[] native = [args[0]];
string[] jit = ["dotnet", args[1]];
var only = args is [_, _, var word] ? word : "";
var folder = Directory.CreateTempSubdirectory("purser-bench-").FullName;
try
{
    Table.Head();
    if (only is not ("bookings" or "functions" or "aws"))
    {
        var files = await PictureRace.Run(native, folder);
        await PhotoRace.Run(native, folder, files);
    }

    if (only is not ("pictures" or "bookings" or "aws")) await FunctionRace.Run(native, jit);
    if (only is not ("pictures" or "functions" or "aws"))
    {
        await StartRace.Run(native, jit, folder);
        await BookingRace.Run(native, folder, quick: only is "quick" or "bookings");
    }

    if (only is not ("pictures" or "bookings" or "functions")) await AwsRace.Run(native, folder);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
