using System.Text.Json.Serialization;

namespace Purser.Guests.Photos;

/// <summary>Where a photo or video stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PhotoState>))]
public enum PhotoState
{
    /// <summary>It may be sent; it is not here yet.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>It is here, durably; its copies are being made.</summary>
    [JsonStringEnumMemberName("processing")]
    Processing,

    /// <summary>It waits for the owner's eye.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>The guests see it.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>The owner does not want it seen.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Genuine, but it cannot be shown: for the owner only.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>No picture or video, a broken one, or too large: gone, with its reason.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Its sender took it back.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,
}

/// <summary>What can happen to a photo.</summary>
public enum PhotoAct
{
    /// <summary>Its sender says that it has been sent, and it is here.</summary>
    Arrive,

    /// <summary>Its copies are made, and it may be seen at once.</summary>
    Show,

    /// <summary>Its copies are made, and it is to be looked at first.</summary>
    Hold,

    /// <summary>There are no copies of it.</summary>
    Keep,

    /// <summary>It is not what may be sent.</summary>
    Refuse,

    /// <summary>The owner wants it seen.</summary>
    Approve,

    /// <summary>The owner does not want it seen.</summary>
    Reject,

    /// <summary>The owner does not want it seen any longer.</summary>
    Unpublish,

    /// <summary>Its sender takes it back, or withdraws consent.</summary>
    Remove,
}

/// <summary>Which act is possible in which state, and what follows: the one table.</summary>
public static class PhotoTable
{
    /// <summary>
    /// The state that follows; the same state if there is nothing to do; null if the act is refused.
    /// </summary>
    public static PhotoState? After(PhotoState state, PhotoAct act) => (state, act) switch
    {
        (PhotoState.Granted, PhotoAct.Arrive) => PhotoState.Processing,
        (PhotoState.Granted, PhotoAct.Remove) => PhotoState.Removed,
        (PhotoState.Granted, _) => null,
        (PhotoState.Removed, PhotoAct.Remove) => PhotoState.Removed,
        (PhotoState.Removed, _) => null,
        (_, PhotoAct.Remove) => PhotoState.Removed,
        (_, PhotoAct.Arrive) => state,
        (PhotoState.Processing, PhotoAct.Show) => PhotoState.Published,
        (PhotoState.Processing, PhotoAct.Hold) => PhotoState.Pending,
        (PhotoState.Processing, PhotoAct.Keep) => PhotoState.Kept,
        (PhotoState.Processing, PhotoAct.Refuse) => PhotoState.Refused,
        (PhotoState.Pending or PhotoState.Rejected or PhotoState.Published, PhotoAct.Approve) =>
            PhotoState.Published,
        (PhotoState.Pending or PhotoState.Rejected or PhotoState.Published, PhotoAct.Reject) =>
            PhotoState.Rejected,
        (PhotoState.Rejected or PhotoState.Published, PhotoAct.Unpublish) => PhotoState.Rejected,
        _ => null,
    };

    /// <summary>True if nothing more will happen to it by itself.</summary>
    public static bool IsFinal(PhotoState state) =>
        state is not (PhotoState.Granted or PhotoState.Processing);
}
