using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Purser.EndToEnd.Harness;

/// <summary>A real SMTP server that keeps what it is given.</summary>
internal sealed class Postbox : MessageStore, IAsyncDisposable
{
    private const int Tries = 10;

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<MimeMessage> letters = new();
    private Task running = Task.CompletedTask;

    private Postbox(int port) => Port = port;

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    public IReadOnlyList<MimeMessage> Letters => [.. letters];

    /// <summary>To this address nothing is taken, for good.</summary>
    public string? Refused { get; set; }

    /// <summary>Opens one at a port of its own choice.</summary>
    public static Postbox Open()
    {
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return Open(Ports.Free());
            }
            catch (SocketException) when (left > 0)
            {
                // Somebody else took that port meanwhile.
            }
        }
    }

    /// <summary>Opens one at a port that its callers know already.</summary>
    /// <exception cref="SocketException">Somebody else listens there.</exception>
    public static Postbox Open(int port)
    {
        var box = new Postbox(port);
        var services = new ServiceProvider();
        services.Add(box);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Port(port).Build();
        box.running = new SmtpServer.SmtpServer(options, services).StartAsync(box.stop.Token);
        // The server takes its port before it first waits: if it could not, the task has failed by now.
        if (box.running.IsFaulted) box.running.GetAwaiter().GetResult();
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
