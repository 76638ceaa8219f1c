using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;

namespace Purser.Host.Doors.OfficePages;

/// <summary>Style, script and typefaces of the office site, from within the program; style and script by the hash of their content.</summary>
public static class OfficeAssets
{
    private static readonly Dictionary<string, Asset> All = Load();

    /// <summary>The style sheet's address.</summary>
    public static string Style { get; } = Address("office.css");

    /// <summary>The script's address.</summary>
    public static string Script { get; } = Address("office.js");

    /// <summary>The file, or the reply to what is not there.</summary>
    public static IResult Find(string name) => All.TryGetValue(name, out var asset) ? asset : Problem.Unknown;

    private static string Address(string name) => "/assets/" + All.Single(pair => pair.Value.Name == name).Key;

    private static Dictionary<string, Asset> Load()
    {
        var own = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in own.GetManifestResourceNames().Where(name => name.StartsWith("office/", StringComparison.Ordinal)))
        {
            using var stream = own.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource["office/".Length..];
            var type = Path.GetExtension(name) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                _ => "font/woff2",
            };
            var hash = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 9));
            var address = type == "font/woff2" ? name : name.Replace(".", $".{hash}.", StringComparison.Ordinal);
            all[address] = new Asset(name, type, bytes);
        }

        return all;
    }

    private sealed record Asset(string Name, string Type, byte[] Bytes) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = Type;
            response.ContentLength = Bytes.Length;
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            await response.Body.WriteAsync(Bytes, httpContext.RequestAborted);
        }
    }
}
