using System.CommandLine;
using Purser.Host.Doors;
using Purser.Host.Pages.Office;

var root = new RootCommand("Purser");
var serve = new Command("serve", "Runs it");
serve.SetAction(async (result, stop) =>
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.ConfigureKestrel(k => k.ListenLocalhost(18080));
    await using var app = builder.Build();
    app.Get("/", context => Task.FromResult<IResult>(new Page(SignIn.Create(new SignInPage("Hello <b>")))));
    await app.RunAsync(stop);
    return 0;
});
root.Subcommands.Add(serve);
return await root.Parse(args).InvokeAsync();
