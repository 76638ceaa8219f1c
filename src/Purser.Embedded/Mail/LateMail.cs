using MailKit.Security;
using NodaTime;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>
/// Hands mail to a server whose address is found when the first is sent. An address that could not be found,
/// or at which we could not sign in, is looked for again: its password may have been changed.
/// </summary>
/// <param name="find">Finds it.</param>
/// <param name="clock">The time.</param>
internal sealed class LateMail(Func<CancellationToken, Task<SmtpAddress>> find, IClock clock)
    : IMail, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private SmtpMail? _found;

    public async Task<string> Send(Message mail, CancellationToken stop)
    {
        var server = await Found(stop);
        try
        {
            return await server.Send(mail, stop);
        }
        catch (OutsideUnavailable fault) when (fault.InnerException is AuthenticationException)
        {
            // Not disposed: another letter may be under way with it.
            Interlocked.CompareExchange(ref _found, null, server);
            throw;
        }
    }

    public void Dispose()
    {
        _found?.Dispose();
        _gate.Dispose();
    }

    private async Task<SmtpMail> Found(CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            return _found ??= new SmtpMail(await find(stop), clock);
        }
        catch (OutsideRefused refusal)
        {
            // The owner mends it: no letter is lost for it.
            throw new OutsideUnavailable("find the mail server", refusal, refusal.Message);
        }
        finally
        {
            _gate.Release();
        }
    }
}
