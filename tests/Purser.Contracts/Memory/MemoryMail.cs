using Purser.Outside;

namespace Purser.Contracts.Memory;

/// <summary>A mail server that keeps what it took. Safe for concurrent use.</summary>
/// <param name="faults">Which calls fail; null = none.</param>
public sealed class MemoryMail(Faults? faults = null) : IMail, IKeptMail
{
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
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

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptMail>> List(CancellationToken stop) =>
        _faults.Call<IReadOnlyList<KeptMail>>("list mails", () => [.. Kept.Select(Of)], stop);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> Read(string name, CancellationToken stop) =>
        _faults.Call<ReadOnlyMemory<byte>?>(
            $"read mail {name}",
            () => Kept.FirstOrDefault(mail => mail.Name == name) is { } mail
                ? System.Text.Encoding.UTF8.GetBytes($"{mail.Subject}\n{mail.Text}")
                : (ReadOnlyMemory<byte>?)null,
            stop);

    /// <inheritdoc />
    public Task Remove(string name, CancellationToken stop) => _faults.Call(
        $"remove mail {name}",
        () =>
        {
            lock (_lock) return _removed.Add(name);
        },
        stop);

    /// <summary>Copies that were not removed.</summary>
    public IEnumerable<Mail> Kept
    {
        get
        {
            lock (_lock) return [.. _deliveries.DistinctBy(mail => mail.MessageId).Where(mail => !_removed.Contains(mail.Name))];
        }
    }

    private static KeptMail Of(Mail mail) => new(mail.Name, mail.Date ?? NodaTime.Instant.MinValue);

    private string Take(Mail mail)
    {
        if (Refuse?.Invoke(mail) is { } reason) throw new OutsideRefused($"send {mail.Name}", reason);
        lock (_lock) _deliveries.Add(mail);
        return $"250 kept {mail.Name}";
    }
}
