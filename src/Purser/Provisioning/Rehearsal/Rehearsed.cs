using NodaTime;
using Purser.Outside;
using Purser.Outside.Outbox;

namespace Purser.Provisioning.Rehearsal;

/// <summary>What a booking will look like at a moment, and what will have gone out by then.</summary>
/// <param name="At">The moment.</param>
/// <param name="Zone">IANA id of the harbour.</param>
/// <param name="Phase">The face that the page shows then; null: it has no page.</param>
/// <param name="Page">The page's bytes, exactly as published; null: it has none.</param>
/// <param name="Fragment">The key of its sealed details; null without a page.</param>
/// <param name="Messages">By time.</param>
public sealed record Rehearsed(
    Instant At, string Zone, string? Phase, RehearsedPage? Page, string? Fragment,
    IReadOnlyList<RehearsedMessage> Messages);

/// <summary>The page of a rehearsal.</summary>
/// <param name="Revision">As printed in it.</param>
/// <param name="Body">The file.</param>
/// <param name="Published">True: these very bytes are published already.</param>
public sealed record RehearsedPage(long Revision, ReadOnlyMemory<byte> Body, bool Published);

/// <summary>A message that will go out.</summary>
/// <param name="Name">The notice's name: also the file's, without its ending.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Person">Who reads it.</param>
/// <param name="When">A mail: when it leaves. A draft: from when a person may send it.</param>
/// <param name="Mail">The mail, or null: it is a draft.</param>
/// <param name="Text">The draft's text, or null.</param>
public sealed record RehearsedMessage(
    string Name, NoticePurpose Purpose, string Person, Instant When, Mail? Mail, string? Text)
{
    /// <summary>One line for a list.</summary>
    public string Subject => Mail?.Subject ?? (Text!.Length <= 80 ? Text : Text[..79] + "…");
}
