using System.CommandLine;
using Purser.Host.Doors.Local;

namespace Purser.Host.Commands;

/// <summary>Commands that look after the installation.</summary>
public static class CareCommands
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(5);

    /// <summary><c>purser doctor [--send-test-mail ADDRESS]</c>.</summary>
    public static Command Doctor(Terminal terminal)
    {
        var testMail = new Option<string?>("--send-test-mail")
        {
            Description = "Send a test mail to this address.",
        };
        var command = new Command(
            "doctor", "Look at everything that must be right, and name the remedy of what is not.")
        {
            testMail,
        };
        return command.Does(terminal, async (line, door, stop) =>
        {
            var body = new DoctorBody(line.GetValue(testMail));
            var patient = door.Patient(LongestLook);
            var reply = await patient.Post("local/doctor", body, LocalJson.Default.DoctorBody, stop);
            var code = terminal.Print(line, reply, whole =>
            {
                foreach (var check in whole.Read(LocalJson.Default.DoctorReply).Checks)
                {
                    terminal.Out.WriteLine($"{(check.Well ? "well" : "WRONG"),-6}{check.Name}: {check.Found}");
                    if (check.Remedy is not null) terminal.Out.WriteLine($"      {check.Remedy}");
                }
            });
            if (!door.Serving)
                terminal.Error.WriteLine("purser: no server is running; the sites were looked at without one");
            var well = code != ExitCodes.Done || reply.Read(LocalJson.Default.DoctorReply).Well;
            return well ? code : ExitCodes.NotWell;
        });
    }

    /// <summary><c>purser crew import FILE.csv</c>.</summary>
    public static Command Crew(Terminal terminal)
    {
        var source = new Argument<string>("FILE") { Description = "id,name,email,phone,ranks,order,licence,licenceExpires" };
        var import = new Command("import", "Take over the people of a CSV file.") { source }.Does(
            terminal, async (line, door, stop) =>
            {
                var content = new ByteArrayContent(await File.ReadAllBytesAsync(line.GetRequiredValue(source), stop));
                content.Headers.ContentType = new("text/csv");
                return terminal.Print(
                    line, await door.Ask(HttpMethod.Post, "local/crew", content, stop),
                    reply => terminal.Out.WriteLine($"{reply.Read(LocalJson.Default.DoneReply).Count} people"));
            });
        return new Command("crew", "The roster.") { import };
    }
}
