using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Purser.Outside;

namespace Purser.Embedded.Disk;

/// <summary>What is known of an object beside its bytes.</summary>
/// <param name="Sha256">Of the bytes that this is about, lower-case hex.</param>
/// <param name="ContentType">As served.</param>
/// <param name="CacheControl">As served.</param>
/// <param name="Revision">Of its maker.</param>
internal sealed record About(string Sha256, string ContentType, string CacheControl, long Revision)
{
    /// <summary>Changes with the bytes and with everything said of them.</summary>
    [JsonIgnore]
    public string Tag => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Sha256}|{Revision}|{ContentType}|{CacheControl}"))));

    public static About Of(ObjectContent content) => new(
        Convert.ToHexStringLower(SHA256.HashData(content.Body.Span)), content.ContentType,
        content.CacheControl, content.Revision);

    public static byte[] Write(About[] entries) =>
        JsonSerializer.SerializeToUtf8Bytes(entries, DiskJson.Default.AboutArray);

    /// <summary>
    /// The newest entry about these bytes. Bytes that were put there by a hand have none: revision
    /// 0.
    /// </summary>
    public static About Read(string file, string sha256, ObjectKey key)
    {
        var known = Entries(file).FirstOrDefault(entry => entry.Sha256 == sha256);
        if (known is not null) return known;
        var type = key.Text.EndsWith(".html", StringComparison.Ordinal)
            ? "text/html; charset=utf-8"
            : "application/octet-stream";
        return new About(sha256, type, "no-cache", 0);
    }

    private static About[] Entries(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), DiskJson.Default.AboutArray) ?? [];
        }
        catch (Exception fault)
            when (fault is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return [];
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(About[]))]
internal sealed partial class DiskJson : JsonSerializerContext;
