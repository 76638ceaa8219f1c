using Purser.Embedded.Mail;
using Purser.Host.Composition;
using Purser.Outside;

namespace Purser.Host.Doors.Local.Health;

/// <summary>
/// Whether the mail server greets us and lets us in; nothing is sent, unless a test mail is asked for.
/// </summary>
/// <param name="house">Everything.</param>
/// <param name="testTo">A bare address that gets a test mail; null: nobody does.</param>
internal sealed class MailCheck(House house, string? testTo) : IHealthCheck
{
    private const string Remedy =
        "See PURSER_SMTP_URL: host, port, user and password, and whether this machine may reach that port.";

    public string Name => "mail";

    public async Task<IReadOnlyList<DoctorCheck>> Look(CancellationToken stop)
    {
        var greeting = await Greeting(stop);
        return testTo is null ? [greeting] : [greeting, await Test(testTo, stop)];
    }

    private async Task<DoctorCheck> Greeting(CancellationToken stop)
    {
        if (house.Mail is not IMailGreeting server)
        {
            return new DoctorCheck(
                Name, true, $"kept as files in {house.Folder.Outbox}",
                "Set PURSER_SMTP_URL to have it sent.");
        }

        try
        {
            return new DoctorCheck(Name, true, await server.Greet(stop));
        }
        catch (OutsideUnavailable fault)
        {
            return new DoctorCheck(Name, false, $"{fault.Message}: {fault.InnerException?.Message}", Remedy);
        }
    }

    private async Task<DoctorCheck> Test(string address, CancellationToken stop)
    {
        const string name = "test mail";
        var id = house.Tokens.Id();
        var from = house.Fleet.Operator.MailFrom;
        var domain = from[(from.LastIndexOf('@') + 1)..].TrimEnd('>', ' ');
        const string text = "This is a test mail of purser's doctor. If you read it, mail goes out.";
        var mail = new Mail(
            $"doctor.{id}.test.1", $"{id}@{domain}", from, address, address, "Test mail",
            text + "\n", $"<!doctype html><html lang=\"en\"><body><p>{text}</p></body></html>", []);
        try
        {
            var proof = await house.Mail.Send(mail, stop);
            return new DoctorCheck(name, true, $"handed over for {address}: {proof}");
        }
        catch (OutsideUnavailable fault)
        {
            return new DoctorCheck(name, false, $"{fault.Message}: {fault.InnerException?.Message}", Remedy);
        }
        catch (OutsideRefused fault)
        {
            return new DoctorCheck(
                name, false, fault.Message, "Let the server take mail from this sender and to this address.");
        }
    }
}
