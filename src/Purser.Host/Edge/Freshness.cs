using System.Net.Http.Headers;

namespace Purser.Host.Edge;

/// <summary>How long CloudFront keeps a reply: by what it says, within what the policy allows.</summary>
public static class Freshness
{
    /// <summary>For so long it is given out without asking again; null: it is not kept.</summary>
    /// <param name="status">Of the reply.</param>
    /// <param name="said">Its <c>Cache-Control</c>, or nothing.</param>
    /// <param name="policy">Of the behaviour.</param>
    /// <param name="errorSeconds">Of the distribution.</param>
    public static TimeSpan? Of(int status, string? said, CachePolicy policy, int errorSeconds)
    {
        var control = CacheControlHeaderValue.TryParse(said, out var parsed) ? parsed : null;
        var told = control?.SharedMaxAge ?? control?.MaxAge;
        if (status is 404 or 414 or >= 500)
        {
            var least = TimeSpan.FromSeconds(errorSeconds);
            var longer = told is { } age ? Within(age, policy) : TimeSpan.Zero;
            var kept = longer > least ? longer : least;
            return kept > TimeSpan.Zero ? kept : null;
        }

        if (status is 400 or 403 or 405 or 412 or 415)
            return told is { } wish ? Positive(Within(wish, policy)) : null;
        if (status is not (200 or 203 or 204 or 301 or 302 or 307 or 308)) return null;
        if (control is { NoStore: true } or { Private: true } or { NoCache: true }) return null;
        var usual = TimeSpan.FromSeconds(policy.UsualSeconds);
        return Positive(told is { } seconds ? Within(seconds, policy) : usual);
    }

    private static TimeSpan? Positive(TimeSpan span) => span > TimeSpan.Zero ? span : null;

    private static TimeSpan Within(TimeSpan told, CachePolicy policy)
    {
        var most = TimeSpan.FromSeconds(policy.MostSeconds);
        return told < most ? told : most;
    }
}
