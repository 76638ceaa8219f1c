using NodaTime;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>
/// Hands mail to a server whose address is found when the first is sent. An address that could not be found
/// is looked for again.
/// </summary>
/// <param name="find">Finds it.</param>
/// <param name="clock">The time.</param>
internal sealed class LateMail(Func<CancellationToken, Task<SmtpAddress>> find, IClock clock)
    : IMail, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private SmtpMail? _found;

    public async Task<string> Send(Message mail, CancellationToken stop) =>
        await (await Found(stop)).Send(mail, stop);

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
            throw new OutsideUnavailable(refusal.Message, refusal);
        }
        finally
        {
            _gate.Release();
        }
    }
}
