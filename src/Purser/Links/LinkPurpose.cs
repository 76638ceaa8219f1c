namespace Purser.Links;

/// <summary>What a magic link opens. A link of one purpose opens nothing else.</summary>
public enum LinkPurpose
{
    /// <summary>One event for one person: see and answer.</summary>
    Event,

    /// <summary>A person's own events.</summary>
    Personal,

    /// <summary>The office's sign-in, single use.</summary>
    SignIn,

    /// <summary>The owner's look at the photos of one charter.</summary>
    PhotoReview,

    /// <summary>No more mails that ask an address for something.</summary>
    Unsubscribe,

    /// <summary>All photos of a charter as one archive, for some minutes.</summary>
    Keep,
    /// <summary>Signing a waiver for one charter.</summary>
    Waiver,
}

/// <summary>The words of purposes in links.</summary>
public static class LinkPurposes
{
    extension(LinkPurpose purpose)
    {
        /// <summary>The first part of the link.</summary>
        public string Word => purpose switch
        {
            LinkPurpose.Event => "event",
            LinkPurpose.Personal => "personal",
            LinkPurpose.SignIn => "sign-in",
            LinkPurpose.PhotoReview => "photo-review",
            LinkPurpose.Unsubscribe => "unsubscribe",
            LinkPurpose.Keep => "keep",
            LinkPurpose.Waiver => "waiver",
            _ => throw new BugException("an unknown purpose"),
        };
    }
}
