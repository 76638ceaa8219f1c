using Purser.Outside.Records;

namespace Purser.Aws;

/// <summary>Where this installation lies on AWS.</summary>
/// <param name="Region">For example <c>us-east-1</c>.</param>
/// <param name="Endpoint">Of every service, for an emulator; null: AWS itself.</param>
/// <param name="Tables">Which table holds what.</param>
/// <param name="SiteBucket">Pages and safe copies of photos.</param>
/// <param name="QuarantineBucket">Guests' files as they came.</param>
/// <param name="Queue">Where hints are left; null: nowhere, the sweep finds everything.</param>
/// <param name="SecretPrefix">Of the names of secrets: <c>/purser/</c>; in Secrets Manager without the first
/// stroke.</param>
/// <param name="Distribution">The id of the guests' distribution; null: nothing stands before the
/// pages.</param>
public sealed record AwsOptions(
    string Region, Uri? Endpoint, TableNames Tables, string SiteBucket, string QuarantineBucket, Uri? Queue,
    string SecretPrefix, string? Distribution)
{
    /// <summary>The origin to which guests' browsers send files.</summary>
    public Uri Uploads => Endpoint ?? new Uri($"https://{QuarantineBucket}.s3.{Region}.amazonaws.com");

    /// <summary>
    /// A folder of this process alone, in which guests' files lie while they are worked on; what an earlier
    /// process left there is removed. Null: the system's folder for such files.
    /// </summary>
    public string? Lent { get; init; }

    /// <summary>Which of AWS's places for secrets holds ours.</summary>
    public SecretPlace Secrets { get; init; } = SecretPlace.ParameterStore;
}

/// <summary>Where secrets lie.</summary>
public enum SecretPlace
{
    /// <summary>Parameter Store, encrypted.</summary>
    ParameterStore,

    /// <summary>Secrets Manager.</summary>
    SecretsManager,
}

/// <summary>The names of the tables.</summary>
/// <param name="Office">Bookings, money, work, the office's notices.</param>
/// <param name="Calendar">The calendar desk's entries.</param>
/// <param name="CrewEvents">The crew desk's events.</param>
/// <param name="CrewPeople">The crew desk's assignments, members, hours and notices.</param>
/// <param name="Guest">Grants, batches, photos, waivers.</param>
public sealed record TableNames(
    string Office, string Calendar, string CrewEvents, string CrewPeople, string Guest)
{
    /// <summary>Every table, with what the deployment calls it.</summary>
    public static TableNames Under(string prefix) => new(
        $"{prefix}bookings", $"{prefix}calendar-entries", $"{prefix}scc-events", $"{prefix}crew-assignments",
        $"{prefix}guest-pages");

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => [Office, Calendar, CrewEvents, CrewPeople, Guest];

    /// <summary>The tables of a compartment.</summary>
    public IReadOnlyList<string> Of(Compartment compartment) => compartment switch
    {
        Compartment.Office => [Office],
        Compartment.Calendar => [Calendar],
        Compartment.Crew => [CrewEvents, CrewPeople],
        Compartment.Guest => [Guest],
        _ => throw new BugException("an unknown compartment"),
    };

    /// <summary>
    /// The table of a partition. The crew compartment alone has two; a commit may span them.
    /// </summary>
    public string Of(Compartment compartment, string partition) => compartment switch
    {
        Compartment.Office => Office,
        Compartment.Calendar => Calendar,
        Compartment.Crew => partition.StartsWith("event#", StringComparison.Ordinal) ? CrewEvents : CrewPeople,
        Compartment.Guest => Guest,
        _ => throw new BugException("an unknown compartment"),
    };
}
