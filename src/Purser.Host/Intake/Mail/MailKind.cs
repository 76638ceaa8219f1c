namespace Purser.Host.Intake.Mail;

/// <summary>What a mail is.</summary>
internal enum MailKind
{
    /// <summary>No word tells, or words of different kinds do.</summary>
    Unknown,

    /// <summary>A booking, new or as it is now.</summary>
    Booking,

    /// <summary>A cancellation.</summary>
    Cancellation,

    /// <summary>A request, an inquiry, an offer.</summary>
    Open,
}

/// <summary>Tells the kind by the channel's words.</summary>
internal static class KindOf
{
    /// <summary>Longer phrases are looked for first and taken out, so that "not confirmed" is no
    /// "confirmed".</summary>
    public static MailKind Read(KindWords words, IEnumerable<string> texts)
    {
        var phrases = words.Confirmed.Select(word => (word, MailKind.Booking))
            .Concat(words.Changed.Select(word => (word, MailKind.Booking)))
            .Concat(words.Cancelled.Select(word => (word, MailKind.Cancellation)))
            .Concat(words.Open.Select(word => (word, MailKind.Open)))
            .OrderByDescending(phrase => phrase.word.Length).ToList();
        var kinds = new HashSet<MailKind>();
        foreach (var text in texts)
        {
            var rest = text;
            foreach (var (word, kind) in phrases)
            {
                for (var at = Find(rest, word); at >= 0; at = Find(rest, word))
                {
                    kinds.Add(kind);
                    rest = string.Concat(rest.AsSpan(0, at), "|", rest.AsSpan(at + word.Length));
                }
            }
        }

        return kinds.Count == 1 ? kinds.Single() : MailKind.Unknown;
    }

    private static int Find(string text, string word)
    {
        for (var at = 0; ; at++)
        {
            at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return -1;
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(text[at - 1]))
                && (end == text.Length || !char.IsLetter(text[end]))) return at;
        }
    }
}
