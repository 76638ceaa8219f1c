using System.Globalization;
using System.Text;
using NodaTime;

namespace Purser.Host.Doors.Local;

/// <summary>
/// Opens a guest's page at another moment. A published page takes the time from its reader's clock and from
/// nothing else: it has no way in. So a preview is the page's own bytes with one script before all others,
/// which sets that clock; it is made here only, for the owner's eyes, and never published.
/// </summary>
public static class PreviewClock
{
    private const string Before = "<head>";

    /// <summary>The page with its reader's clock set; it runs on from there.</summary>
    /// <param name="page">As published.</param>
    /// <param name="at">What the clock shows when the page is opened.</param>
    public static byte[] Set(ReadOnlySpan<byte> page, Instant at)
    {
        var text = Encoding.UTF8.GetString(page);
        var head = text.IndexOf(Before, StringComparison.Ordinal);
        Require.That(head >= 0);
        var from = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        // Before the page's own policy, which begins where it is written: so that policy stays as it is.
        var script = "<script>(()=>{const Own=Date,start=Own.now();"
            + $"const at=()=>{from}+Own.now()-start;"
            + "globalThis.Date=class extends Own{constructor(...given){"
            + "if(given.length)super(...given);else super(at())}static now(){return at()}}})()</script>";
        return Encoding.UTF8.GetBytes(text.Insert(head + Before.Length, script));
    }
}
