using System.Text.Json.Serialization;
using NodaTime;
using Purser.Guests.Photos;

namespace Purser.Host.Doors.Guests;

/// <summary>A batch that may be sent.</summary>
/// <param name="Batch">Its id: the right to take it back.</param>
/// <param name="Uploads">Each file, in the order in which they were announced.</param>
internal sealed record BatchReply(string Batch, IReadOnlyList<UploadReply> Uploads);

/// <summary>How a file is sent.</summary>
/// <param name="Id">Of the upload.</param>
/// <param name="Method"><c>POST</c> for a form, <c>PUT</c> for parts.</param>
/// <param name="Url">Where the form is posted; null for parts.</param>
/// <param name="Fields">Fields of the form, in this order, before <c>file</c>.</param>
/// <param name="Parts">Of a large file, what is put where.</param>
/// <param name="Have">Numbers of the parts that are here already.</param>
/// <param name="Expires">Until when.</param>
internal sealed record UploadReply(
    string Id, string Method, Uri? Url, IReadOnlyDictionary<string, string>? Fields,
    IReadOnlyList<PartReply>? Parts, IReadOnlyList<int>? Have, Instant Expires)
{
    /// <summary>As the desk gave it.</summary>
    public static UploadReply Of(UploadTicket ticket)
    {
        var right = ticket.Right;
        if (right.Parts.Count == 0)
        {
            var fields = right.Fields.ToDictionary(field => field.Name, field => field.Value);
            return new UploadReply(ticket.Id, "POST", right.Url, fields, null, null, right.Expires);
        }

        var parts = right.Parts.Select(part => new PartReply(part.Number, part.Url, part.Size, part.Expires));
        return new UploadReply(ticket.Id, "PUT", null, null, [.. parts], ticket.Have, right.Expires);
    }
}

/// <summary>A part of a large file.</summary>
internal sealed record PartReply(int Number, Uri Url, long Size, Instant Expires);

/// <summary>Where an upload stands.</summary>
/// <param name="Id">Of the upload.</param>
/// <param name="State">The state's word.</param>
/// <param name="Have">Numbers of the parts that are here.</param>
/// <param name="Whole">True: nothing more is to be sent.</param>
/// <param name="Reason">Why it is refused or kept.</param>
internal sealed record StandingReply(
    string Id, PhotoState State, IReadOnlyList<int> Have, bool Whole, string? Reason)
{
    /// <summary>Of a photo that is not to be sent any more.</summary>
    public static StandingReply Of(Photo photo) => new(photo.Id, photo.State, [], true, Why(photo));

    /// <summary>The reason, where the state has one: what only delays a photo is not its sender's.</summary>
    public static string? Why(Photo photo) =>
        photo.State is PhotoState.Refused or PhotoState.Kept ? photo.Why : null;
}

/// <summary>A page of the gallery.</summary>
internal sealed record GalleryReply(IReadOnlyList<GalleryItem> Items, string? Next);

/// <summary>Where everything can be fetched at once.</summary>
internal sealed record KeepReply(string Url, Instant Expires);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(BatchReply))]
[JsonSerializable(typeof(UploadReply))]
[JsonSerializable(typeof(StandingReply))]
[JsonSerializable(typeof(GalleryReply))]
[JsonSerializable(typeof(KeepReply))]
[JsonSerializable(typeof(PhotoReceipt))]
internal sealed partial class PhotoApiJson : JsonSerializerContext;
