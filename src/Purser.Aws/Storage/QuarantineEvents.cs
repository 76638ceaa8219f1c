using Purser.Aws.Lambda;

namespace Purser.Aws.Storage;

/// <summary>What an event of the quarantine bucket is about.</summary>
public static class QuarantineEvents
{
    /// <summary>
    /// The name of the guest's file that has come, as it was ordered; null: the object is none.
    /// </summary>
    public static string? NameOf(CreatedObject created)
    {
        foreach (var folder in (ReadOnlySpan<string>)[S3Quarantine.Sent, S3Quarantine.Kept])
        {
            if (created.Key.StartsWith(folder, StringComparison.Ordinal)) return created.Key[folder.Length..];
        }

        return null;
    }
}
