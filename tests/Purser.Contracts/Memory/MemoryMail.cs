using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>A mail server that keeps what it took. Safe for concurrent use.</summary>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryMail(Faults? faults = null) : IMail
{
    private readonly List<Mail> _deliveries = [];
    private readonly Faults _faults = faults ?? Faults.None;
    private readonly Lock _lock = new();

    /// <summary>Says for good that a message is not taken: the reason, or null to take it.</summary>
    public Func<Mail, string?>? Refuse { get; set; }

    /// <summary>Every hand-over in its order; the same message may be there twice.</summary>
    public IReadOnlyList<Mail> Deliveries
    {
        get
        {
            lock (_lock) return [.. _deliveries];
        }
    }

    /// <summary>What a reader's mail program shows: each Message-ID once, as first taken.</summary>
    public IReadOnlyList<Mail> Messages => [.. Deliveries.DistinctBy(mail => mail.MessageId)];

    /// <inheritdoc />
    public Task<string> Send(Mail mail, CancellationToken stop) =>
        _faults.Call($"send {mail.Name}", () => Take(mail), stop);

    private string Take(Mail mail)
    {
        if (Refuse?.Invoke(mail) is { } reason) throw new OutsideRefused($"send {mail.Name}", reason);
        lock (_lock) _deliveries.Add(mail);
        return $"250 kept {mail.Name}";
    }
}
