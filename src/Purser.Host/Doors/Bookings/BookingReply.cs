using System.Text.Json.Serialization;
using NodaTime;
using Purser.Bookings;
using Purser.Outside.Outbox;

namespace Purser.Host.Doors.Bookings;

/// <summary>A booking as the office's API replies it: never with its price.</summary>
public sealed record BookingReply
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Raised by every change of its facts.</summary>
    public required long Generation { get; init; }

    /// <summary>Confirmed, conflict or cancelled.</summary>
    public required BookingStatus Status { get; init; }

    /// <summary>The address of its page, if it has one.</summary>
    public required string? Slug { get; init; }

    /// <summary>Who sold it.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's name for it.</summary>
    public required string Reference { get; init; }

    /// <summary>Which vessel.</summary>
    public required string Vessel { get; init; }

    /// <summary>Departure, harbour time.</summary>
    public required string Start { get; init; }

    /// <summary>Return, harbour time.</summary>
    public required string End { get; init; }

    /// <summary>The harbour's zone.</summary>
    public required string Zone { get; init; }

    /// <summary>How long.</summary>
    public required decimal Hours { get; init; }

    /// <summary>Who booked.</summary>
    public required GuestReply Guest { get; init; }

    /// <summary>The guest's wishes.</summary>
    public required string? Requests { get; init; }

    /// <summary>Why it was cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CancelReason { get; init; }

    /// <summary>Where everything is that was made of it.</summary>
    public required LinksReply Links { get; init; }

    /// <summary>Each surface; left out in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EffectReply>? Effects { get; init; }

    /// <summary>Messages planned, drafted and sent; left out in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NoticeReply>? Notices { get; init; }

    /// <summary>The office's own notes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OfficeNotes { get; init; }

    /// <summary>True: nothing changed, but a person must look at what came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Review { get; init; }

    /// <summary>What the sender should know, for example that the time occurs twice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Remarks { get; init; }
}

/// <summary>Who booked.</summary>
public sealed record GuestReply(string Name, string? Email, string? Phone, int Party);

/// <summary>Where everything is. The guest's page has its key in the fragment.</summary>
public sealed record LinksReply(string Booking, string? Calendar, string? Event, string? GuestPage);

/// <summary>One surface.</summary>
public sealed record EffectReply(
    string Surface, EffectState State, CountersReply Counters, int Attempts, string? Proof, Instant? NextTry)
{
    /// <summary>The last failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>When the state last changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? Changed { get; init; }
}

/// <summary>The counters of the facts that went into a surface.</summary>
public sealed record CountersReply(long Generation)
{
    /// <summary>Of the crew event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Event { get; init; }

    /// <summary>Of the annex's facts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Money { get; init; }

    /// <summary>Of the page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Revision { get; init; }
}

/// <summary>One message.</summary>
public sealed record NoticeReply(
    string Name, string Person, string Purpose, NoticeState State, Instant Due, int Attempts, string? Proof)
{
    /// <summary>The last failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}

/// <summary>A page of bookings.</summary>
public sealed record BookingListReply(IReadOnlyList<BookingReply> Items, string? Next);

/// <summary>The review list.</summary>
public sealed record ReviewListReply(IReadOnlyList<ReviewItem> Items, string? Next);

/// <summary>A vessel's rules; after a change, the bookings that they meet.</summary>
public sealed record RulesReply(int BufferMinutes, IReadOnlyList<Fleet.RecurringHold> Holds)
{
    /// <summary>Ids of live bookings that the rules meet; they stay where they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Conflicts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [
        typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateConverter), typeof(HouseJson.LocalTimeConverter),
        typeof(HouseJson.LocalDateTimeConverter),
    ])]
[JsonSerializable(typeof(BookingReply))]
[JsonSerializable(typeof(BookingListReply))]
[JsonSerializable(typeof(ReviewListReply))]
[JsonSerializable(typeof(RulesReply))]
[JsonSerializable(typeof(CancelBody))]
internal sealed partial class BookingJson : JsonSerializerContext;

internal sealed record CancelBody(string Reason);
