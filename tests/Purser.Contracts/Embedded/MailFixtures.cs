using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;
using NodaTime;
using NodaTime.Testing;
using Purser.Contracts.Ports;
using Purser.Embedded.Mail;
using Purser.Outside;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Purser.Contracts.Embedded;

internal sealed class FolderMailFixture : MailFixture
{
    private readonly TestFolder _folder = new();

    public override IMail Mail =>
        new FolderMail(_folder.At("outbox"), new FakeClock(Instant.FromUtc(2027, 5, 1, 12, 0)));

    public override Task<IReadOnlyList<(string MessageId, string? Mime)>> Arrived() =>
        Task.FromResult<IReadOnlyList<(string, string?)>>(
            [.. Directory.GetFiles(_folder.At("outbox"), "*.eml").Select(Parsed)]);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    private static (string MessageId, string? Mime) Parsed(string file) =>
        (MimeMessage.Load(file).MessageId!, File.ReadAllText(file));
}

internal sealed class KeptMailFolderFixture : KeptMailFixture
{
    private readonly TestFolder _folder = new();

    public override IMail Mail =>
        new FolderMail(_folder.At("outbox"), new FakeClock(Instant.FromUtc(2027, 5, 1, 12, 0)));

    public override IKeptMail Kept => new KeptMailFolder(_folder.At("outbox"));

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }
}

/// <summary>
/// A mail server on a free port of this machine; recipients at <c>refused.example.com</c> and <c>later.</c>
/// are not taken.
/// </summary>
internal sealed class TestMailServer : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Kept _kept = new();
    private readonly Task _running;

    public TestMailServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var options = new SmtpServerOptionsBuilder().ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var parts = new ServiceProvider();
        parts.Add(_kept);
        parts.Add(new Recipients());
        var server = new SmtpServer.SmtpServer(options, parts);
        server.SessionCreated += (_, _) => Sessions++;
        _running = server.StartAsync(_stop.Token);
    }

    public int Port { get; }

    public int Sessions { get; private set; }

    public IReadOnlyList<string> Messages => [.. _kept.Messages];

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _running.Wait(TimeSpan.FromSeconds(5));
        }
        catch (AggregateException)
        {
            // It ends by being cancelled.
        }

        _stop.Dispose();
    }

    private sealed class Kept : MessageStore
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken)
        {
            Messages.Enqueue(Encoding.UTF8.GetString(buffer.ToArray()));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Recipients : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
                to.Host switch
                {
                    "refused.example.com" => Task.FromResult(false),
                    "later.example.com" =>
                        throw new SmtpResponseException(
                            new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "later")),
                    _ => Task.FromResult(true),
                };
    }
}

internal sealed class SmtpFixture : MailFixture
{
    private readonly TestMailServer _server = new();
    private readonly SmtpMail _mail;

    public SmtpFixture() => _mail = new SmtpMail(
        SmtpAddress.Parse($"smtp://127.0.0.1:{_server.Port}")!,
        new FakeClock(Instant.FromUtc(2027, 5, 1, 12, 0)));

    public override IMail Mail => _mail;

    public override Task<IReadOnlyList<(string MessageId, string? Mime)>> Arrived() =>
        Task.FromResult<IReadOnlyList<(string, string?)>>(
            [.. _server.Messages.Select(Parsed).DistinctBy(mail => mail.MessageId)]);

    public override ValueTask DisposeAsync()
    {
        _mail.Dispose();
        _server.Dispose();
        return base.DisposeAsync();
    }

    private static (string MessageId, string? Mime) Parsed(string mime)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(mime));
        return (MimeMessage.Load(bytes).MessageId!, mime);
    }
}
