using System.Text.Json.Serialization;
using NodaTime;

namespace Purser.Host.Doors.Local;

/// <summary>A sign-in link, made once.</summary>
public sealed record SignInReply(string Link, Instant Expires);

/// <summary>What the health check found.</summary>
public sealed record DoctorReply(bool Well, IReadOnlyList<DoctorCheck> Checks);

/// <summary>One thing looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Well">True if it is as it should be.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do; null if nothing.</param>
public sealed record DoctorCheck(string Name, bool Well, string Found, string? Remedy = null);

/// <summary>A file that was written, or people taken over.</summary>
public sealed record DoneReply(string What, int Count);

/// <summary>What a restore did.</summary>
/// <param name="Epoch">Of every compartment now.</param>
/// <param name="Replanned">Live bookings to be put in step.</param>
/// <param name="Before">Where that lies which was there before; null if nothing was.</param>
public sealed record RestoreReply(long Epoch, int Replanned, string? Before);

/// <summary>A page that was written as a file.</summary>
/// <param name="File">Its path.</param>
/// <param name="Address">For a browser; with the key of its sealed details.</param>
/// <param name="Faults">Why the publish gate would hold it back, a sentence each; none: it would go.</param>
public sealed record PreviewReply(string File, string Address, IReadOnlyList<string> Faults);

/// <summary>A path to write.</summary>
public sealed record PathBody(string Path);

/// <summary>What lies on AWS now.</summary>
public sealed record AwsReply(IReadOnlyList<Purser.Aws.AwsPart> Parts);

/// <summary>The key with which the office goes to a desk of another process: never its text.</summary>
/// <param name="Scope">What it opens.</param>
/// <param name="Secret">The name of the secret from which it is made.</param>
/// <param name="Hash">Lower-case hex SHA-256 of it.</param>
/// <param name="Value">What the desk is to be given as <c>OFFICE_KEY_HASH</c>: the hash, or while it is
/// rotated the old one and it.</param>
public sealed record DeskKeyReply(string Scope, string Secret, string Hash, string Value);

/// <summary>A channel's signing secret.</summary>
public sealed record HookReply(string Channel, string Address, string Secret);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(HouseJson.InstantConverter)])]
[JsonSerializable(typeof(SignInReply))]
[JsonSerializable(typeof(DoctorReply))]
[JsonSerializable(typeof(DoneReply))]
[JsonSerializable(typeof(RestoreReply))]
[JsonSerializable(typeof(PreviewReply))]
[JsonSerializable(typeof(PathBody))]
[JsonSerializable(typeof(HookReply))]
[JsonSerializable(typeof(AwsReply))]
[JsonSerializable(typeof(DeskKeyReply))]
internal sealed partial class LocalJson : JsonSerializerContext;
