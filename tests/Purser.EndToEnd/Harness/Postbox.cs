using System.Buffers;
using System.Collections.Concurrent;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Purser.EndToEnd.Harness;

/// <summary>A real SMTP server that keeps what it is given.</summary>
internal sealed class Postbox : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<MimeMessage> letters = new();
    private Task running = Task.CompletedTask;

    public IReadOnlyList<MimeMessage> Letters => [.. letters];

    /// <summary>To this address nothing is taken, for good.</summary>
    public string? Refused { get; set; }

    public static Postbox Open(int port)
    {
        var box = new Postbox();
        var services = new ServiceProvider();
        services.Add(box);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Port(port).Build();
        box.running = new SmtpServer.SmtpServer(options, services).StartAsync(box.stop.Token);
        return box;
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (transaction.To.Any(box => $"{box.User}@{box.Host}" == Refused)) return SmtpResponse.MailboxUnavailable;
        using var bytes = new MemoryStream(buffer.ToArray());
        letters.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
        return SmtpResponse.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }
}
