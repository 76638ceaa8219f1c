using System.Globalization;
using System.Text;
using Purser.Guests.Waivers;
using QRCoder;

namespace Purser.Host.Doors;

/// <summary>Makes the square code of an address.</summary>
public static class QrSquare
{
    /// <summary>
    /// The square, with its quiet zone; it is still read where a sixth of it is scratched or wet.
    /// </summary>
    public static SquareCode Of(Uri address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x]) continue;
                var first = x;
                while (x + 1 < rows.Count && rows[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture,
                    $"M{first} {y}h{x - first + 1}v1h-{x - first + 1}z");
            }
        }

        return new SquareCode(rows.Count, path.ToString());
    }
}
