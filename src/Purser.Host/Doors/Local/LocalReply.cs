using System.Text.Json.Serialization;
using NodaTime;
using Purser.Host.Moving.Parts;

namespace Purser.Host.Doors.Local;

/// <summary>A sign-in link, made once.</summary>
public sealed record SignInReply(string Link, Instant Expires);

/// <summary>What the health check is asked for.</summary>
/// <param name="TestMailTo">Who gets a test mail; null: nobody.</param>
public sealed record DoctorBody(string? TestMailTo);

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

/// <summary>What an export holds.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Id">Of this export.</param>
/// <param name="Digest">Over the content; the other end prints the same.</param>
/// <param name="Counts">How many of each kind.</param>
/// <param name="Sealed">How many secrets and mails are in the sealed file; null: there is none.</param>
public sealed record ExportReply(string File, string Id, string Digest, Counts Counts, int? Sealed);

/// <summary>What an import has brought.</summary>
/// <param name="Id">Of the export.</param>
/// <param name="Digest">As read back from where it was written, before the epochs were raised.</param>
/// <param name="Counts">How many of each kind.</param>
/// <param name="Epoch">Of every compartment now.</param>
/// <param name="Replanned">Live bookings to be put in step.</param>
/// <param name="DeadLinks">What opens nothing any more, because its secrets were not carried over.</param>
public sealed record ImportReply(
    string Id, string Digest, Counts Counts, long Epoch, int Replanned, IReadOnlyList<string> DeadLinks);

/// <summary>A page that was written as a file.</summary>
/// <param name="File">Its path.</param>
/// <param name="Address">For a browser; with the key of its sealed details.</param>
/// <param name="Faults">Why the publish gate would hold it back, a sentence each; none: it would go.</param>
public sealed record PreviewReply(string File, string Address, IReadOnlyList<string> Faults);

/// <summary>A backup to write.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="WithoutKeys">True: without the secrets, which whoever asks seals in a file of their own.</param>
public sealed record BackupBody(string Path, bool WithoutKeys = false);

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
[JsonSerializable(typeof(DoctorBody))]
[JsonSerializable(typeof(DoneReply))]
[JsonSerializable(typeof(RestoreReply))]
[JsonSerializable(typeof(ExportReply))]
[JsonSerializable(typeof(ImportReply))]
[JsonSerializable(typeof(PreviewReply))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(HookReply))]
[JsonSerializable(typeof(AwsReply))]
[JsonSerializable(typeof(DeskKeyReply))]
internal sealed partial class LocalJson : JsonSerializerContext;
