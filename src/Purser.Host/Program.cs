using System.CommandLine;
using Purser.Host.Commands;

var terminal = Terminal.Own();
if (args.Length == 0 && FunctionCommand.RuntimeApi(terminal.Environment) is { } runtimeApi)
    return await FunctionCommand.Run(terminal, runtimeApi);
var root = new RootCommand("Keeps the books, the passengers and the papers, so that the captain can sail.")
{
    Terminal.Data,
    Terminal.Json,
    ServeCommand.Make(terminal),
    BookCommand.Make(terminal),
    BookingCommands.List(terminal),
    BookingCommands.Status(terminal),
    BookingCommands.Cancel(terminal),
    PreviewCommand.Make(terminal),
    KeyCommands.SignIn(terminal),
    KeyCommands.Keys(terminal),
    CareCommands.Doctor(terminal),
    BackupCommand.Make(terminal),
    RestoreCommand.Make(terminal),
    GuestCareCommands.Erase(terminal, Console.In),
    ExportCommand.Make(terminal),
    ImportCommand.Make(terminal),
    CareCommands.Crew(terminal),
    AwsCommand.Make(terminal),
    EdgeCommand.Make(terminal),
    PicturesCommand.Make(),
};
var line = root.Parse(args);
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
var code = await line.InvokeAsync(configuration);
return line.Errors.Count > 0 ? ExitCodes.Usage : code;
