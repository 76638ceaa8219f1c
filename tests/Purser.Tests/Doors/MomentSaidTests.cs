using NodaTime;
using Purser.Host.Doors.Local;
using Purser.Host.Intake;

namespace Purser.Tests.Doors;

public sealed class MomentSaidTests
{
    private static readonly DateTimeZone SanDiego = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];

    [Theory]
    [InlineData("2027-05-30T10:30", "2027-05-30T17:30:00Z")]
    [InlineData("2027-05-30T10:30:15", "2027-05-30T17:30:15Z")]
    [InlineData("2027-05-30T17:30Z", "2027-05-30T17:30:00Z")]
    [InlineData("2027-05-30T10:30-07:00", "2027-05-30T17:30:00Z")]
    [InlineData("2027-11-07T01:30", "2027-11-07T08:30:00Z")]
    [InlineData("2027-11-07T01:30-08:00", "2027-11-07T09:30:00Z")]
    public void A_moment_is_the_harbours_time(string text, string instant) =>
        Assert.Equal(instant, MomentSaid.Read(text, SanDiego).At!.Value.ToString());

    [Theory]
    [InlineData("2027-05-30T10:30+02:00", "2027-05-30T01:30")]
    [InlineData("2027-05-30T10:30-08:00", "2027-05-30T11:30")]
    [InlineData("2027-03-14T02:30", "2027-03-14T01:30")]
    [InlineData("tomorrow", "yyyy-MM-ddTHH:mm")]
    [InlineData("2027-13-30T10:30", "yyyy-MM-ddTHH:mm")]
    [InlineData("", "yyyy-MM-ddTHH:mm")]
    public void What_contradicts_the_harbour_is_refused_with_the_remedy(string text, string remedy)
    {
        var (at, refusal) = MomentSaid.Read(text, SanDiego);
        Assert.Null(at);
        Assert.Contains(remedy, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preview_is_the_published_page_with_one_script_before_all_others()
    {
        const string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"></head></html>";
        var set = System.Text.Encoding.UTF8.GetString(
            PreviewClock.Set(System.Text.Encoding.UTF8.GetBytes(page), Instant.FromUnixTimeSeconds(1_800_000_000)));
        var from = set.IndexOf("<script>", StringComparison.Ordinal);
        var to = set.IndexOf("</script>", StringComparison.Ordinal) + "</script>".Length;
        Assert.Equal(page, set.Remove(from, to - from));
        Assert.Contains("1800000000000", set, StringComparison.Ordinal);
    }
}
