using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NodaTime;
using Purser.Outside;
using Message = Purser.Outside.Mail;

namespace Purser.Embedded.Mail;

/// <summary>
/// Hands mail to a server, one message at a time over one connection that is kept while it is used.
/// </summary>
internal sealed class SmtpMail(SmtpAddress address, IClock clock) : IMail, IMailGreeting, IDisposable
{
    private const int FirstPermanent = 500;
    private static readonly TimeSpan OneStep = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OneMessage = TimeSpan.FromSeconds(60);
    private static readonly Duration KeptIdle = Duration.FromSeconds(15);

    private readonly SemaphoreSlim _gate = new(1);
    private SmtpClient? _client;
    private Instant _lastUse;

    public async Task<string> Send(Message mail, CancellationToken stop)
    {
        using var message = MailComposing.Compose(mail, clock.GetCurrentInstant());
        await _gate.WaitAsync(stop);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(OneMessage);
            return await HandOver(mail.Name, message, limit.Token);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new OutsideUnavailable($"send {mail.Name}", fault);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<string> Greet(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(OneMessage);
        try
        {
            // A connection of its own: what is being sent goes on.
            using var client = await Opened(limit.Token);
            var secure = client.IsSecure ? "encrypted" : "not encrypted";
            var signedIn = address.User is null ? "without signing in" : "signed in";
            await client.DisconnectAsync(quit: true, limit.Token);
            return $"{address} greets us, {secure}, {signedIn}";
        }
        catch (Exception fault) when (IsOutside(fault) || !stop.IsCancellationRequested)
        {
            throw new OutsideUnavailable($"the mail server {address}", fault);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _gate.Dispose();
    }

    private async Task<string> HandOver(string name, MimeMessage message, CancellationToken stop)
    {
        try
        {
            var client = await Connected(stop);
            var options = FormatOptions.Default.Clone();
            options.International = client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
            var reply = await client.SendAsync(options, message, stop);
            _lastUse = clock.GetCurrentInstant();
            return reply;
        }
        catch (SmtpCommandException fault) when (IsFinal(fault))
        {
            throw new OutsideRefused($"send {name}", $"{(int)fault.StatusCode} {fault.Message}");
        }
        catch (Exception fault)
        {
            Drop();
            if (!IsOutside(fault)) throw;
            throw new OutsideUnavailable($"send {name}", fault);
        }
    }

    private async Task<SmtpClient> Connected(CancellationToken stop)
    {
        if (_client is { IsConnected: true } kept
            && clock.GetCurrentInstant() - _lastUse < KeptIdle)
            return kept;
        Drop();
        return _client = await Opened(stop);
    }

    private async Task<SmtpClient> Opened(CancellationToken stop)
    {
        var client = new SmtpClient { Timeout = (int)OneStep.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(address.Host, address.Port, address.Security, stop);
            if (address.User is not null)
                await client.AuthenticateAsync(address.User, address.Password, stop);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private void Drop()
    {
        _client?.Dispose();
        _client = null;
    }

    // What a server refuses for good about this message; a refusal of us (sign-in, TLS) is mended by the
    // owner and tried again.
    private static bool IsFinal(SmtpCommandException fault) =>
        (int)fault.StatusCode >= FirstPermanent
        && fault.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.SenderNotAccepted
            or SmtpErrorCode.MessageNotAccepted
        && fault.StatusCode is not (
            SmtpStatusCode.AuthenticationRequired or SmtpStatusCode.AuthenticationInvalidCredentials);

    private static bool IsOutside(Exception fault) =>
        fault is SmtpCommandException or SmtpProtocolException or ServiceNotConnectedException
            or ServiceNotAuthenticatedException or AuthenticationException or SslHandshakeException
            or SocketException
            or IOException or TimeoutException or NotSupportedException;
}
