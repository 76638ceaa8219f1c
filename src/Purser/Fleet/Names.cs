using System.Text.Json.Serialization;

namespace Purser.Fleet;

/// <summary>A vessel's id: a short name of <c>[a-z0-9-]</c>.</summary>
[JsonConverter(typeof(TextConverter<VesselId>))]
public readonly record struct VesselId : IText<VesselId>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out VesselId value)
    {
        value = Texts.IsName(text, 40) ? new VesselId { Text = text! } : default;
        return value.Text.Length > 0;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>A channel's id: a short name of <c>[a-z0-9-]</c>; it becomes part of slugs.</summary>
[JsonConverter(typeof(TextConverter<ChannelId>))]
public readonly record struct ChannelId : IText<ChannelId>
{
    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <inheritdoc />
    public static bool TryParse(string? text, out ChannelId value)
    {
        value = Texts.IsName(text, 30) ? new ChannelId { Text = text! } : default;
        return value.Text.Length > 0;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>A role aboard in lower case: <c>captain</c>, <c>first mate</c>.</summary>
[JsonConverter(typeof(TextConverter<CrewRole>))]
public readonly record struct CrewRole : IText<CrewRole>
{
    /// <summary>The role that is asked first and told of the others' answers.</summary>
    public static readonly CrewRole Captain = Texts.Parse<CrewRole>("captain");

    /// <inheritdoc />
    public string Text { get => field ?? ""; private init; }

    /// <summary>The role as part of keys: <c>first-mate</c>.</summary>
    public string Key => Text.Replace(' ', '-');

    /// <inheritdoc />
    public static bool TryParse(string? text, out CrewRole value)
    {
        var right = text is { Length: <= 30 } && Texts.IsName(text.Replace(' ', '-'), 30) && !text.Contains('-');
        value = right ? new CrewRole { Text = text! } : default;
        return right;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
