using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Purser.Outside;

namespace Purser.Aws.Storage;

/// <summary>
/// Objects in a bucket, under their own keys. What is known beside the bytes is kept as metadata. S3's own tag
/// changes with the bytes only, and it alone can be a condition of a put; ours adds a digest of the metadata,
/// which is compared before the put. So an equal body of another revision is told apart, but for makers that
/// change it and change it back while a third one is between both steps.
/// </summary>
internal sealed class S3Objects(IAmazonS3 s3, string bucketName) : IObjects
{
    private const string Revision = "revision";
    private const string Sha256 = "sha256";
    private const int Tries = 5;

    private readonly Bucket _bucket = new(s3, bucketName);

    public Task<StoredObject?> Get(ObjectKey key, CancellationToken stop) => Do(
        "get", key,
        () => Read(
            key,
            async reply =>
            {
                var body = new byte[reply.ContentLength];
                await using var target = new MemoryStream(body);
                await Download.To(target, reply, stop);
                var about = About.Of(reply.ETag, reply.Headers, reply.Metadata);
                return new StoredObject(
                    key, new ObjectContent(body, about.ContentType, about.CacheControl, about.Revision),
                    about.Tag);
            },
            stop),
        stop);

    /// <summary>
    /// The whole object is fetched first: it can then be read to its end whatever becomes of it, and a reader
    /// that seeks asks nothing more of the bucket.
    /// </summary>
    public Task<OpenObject?> Open(ObjectKey key, CancellationToken stop) => Do(
        "open", key,
        () => Read(
            key,
            async reply =>
            {
                var file = Unnamed();
                try
                {
                    var length = await Download.To(file, reply, stop);
                    file.Position = 0;
                    var about = About.Of(reply.ETag, reply.Headers, reply.Metadata);
                    return new OpenObject(file, length, about.ContentType, about.CacheControl, about.Tag);
                }
                catch
                {
                    await file.DisposeAsync();
                    throw;
                }
            },
            stop),
        stop);

    public Task<string?> Put(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop)
    {
        Require.That(content.Body.Length <= ObjectContent.MostBytes);
        return Do("put", key, () => Write(key, content, expectedTag, stop), stop);
    }

    public Task Remove(ObjectKey key, CancellationToken stop) => Do(
        "remove", key,
        async () =>
        {
            await _bucket.RemoveVersions(key.Text, stop);
            return true;
        },
        stop);

    private async Task<string?> Write(
        ObjectKey key, ObjectContent content, string? expectedTag, CancellationToken stop)
    {
        string? expected = null;
        if (expectedTag is not null)
        {
            var standing = await Standing(key, stop);
            if (standing?.Tag != expectedTag) return null;
            expected = standing.ETag;
        }

        var sha = SHA256.HashData(content.Body.Span);
        for (var i = 0; ; i++)
        {
            try
            {
                var reply = await s3.PutObjectAsync(Request(key, content, sha, expected), stop);
                return About.Of(reply.ETag, content, sha).Tag;
            }
            catch (AmazonServiceException fault) when (
                Bucket.IsOtherThanExpected(fault) || Bucket.IsMissing(fault))
            {
                // Perhaps it is our own that stands: the client puts again when the reply was lost.
                var standing = await Standing(key, stop);
                return standing is not null && standing == About.Of(standing.ETag, content, sha)
                    ? standing.Tag
                    : null;
            }
            catch (AmazonServiceException fault) when (Bucket.IsContended(fault) && i < Tries)
            {
                // The other's put has ended by now, or is still under way: ours is judged anew.
            }
        }
    }

    private PutObjectRequest Request(ObjectKey key, ObjectContent content, byte[] sha, string? expected) => new()
    {
        BucketName = _bucket.Name,
        Key = key.Text,
        InputStream = StreamOf(content.Body),
        ContentType = content.ContentType,
        Headers = { CacheControl = content.CacheControl },
        Metadata =
        {
            [Revision] = content.Revision.ToString(CultureInfo.InvariantCulture),
            [Sha256] = Convert.ToHexStringLower(sha),
        },
        ChecksumSHA256 = Convert.ToBase64String(sha),
        ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
        UseChunkEncoding = false,
        IfMatch = expected,
        IfNoneMatch = expected is null ? "*" : null,
    };

    private async Task<T?> Read<T>(ObjectKey key, Func<GetObjectResponse, Task<T>> read, CancellationToken stop)
        where T : class
    {
        try
        {
            var request = new GetObjectRequest { BucketName = _bucket.Name, Key = key.Text };
            using var reply = await s3.GetObjectAsync(request, stop);
            return await read(reply);
        }
        catch (AmazonServiceException fault) when (Bucket.IsMissing(fault))
        {
            return null;
        }
    }

    /// <summary>What is known of the object, without its bytes; null: there is none.</summary>
    private async Task<About?> Standing(ObjectKey key, CancellationToken stop)
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = _bucket.Name, Key = key.Text };
            var reply = await s3.GetObjectMetadataAsync(request, stop);
            return About.Of(reply.ETag, reply.Headers, reply.Metadata);
        }
        catch (AmazonServiceException fault) when (Bucket.IsMissing(fault))
        {
            // Fails if it is the bucket that is missing: a head does not say.
            await _bucket.SizeOf(key.Text, stop);
            return null;
        }
    }

    private Task<T> Do<T>(string what, ObjectKey key, Func<Task<T>> work, CancellationToken stop) =>
        _bucket.Do($"{what} object {key}", work, stop);

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var bytes) && bytes.Array is not null
            ? new MemoryStream(bytes.Array, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);

    /// <summary>A file without a name: it is gone with the process, however that ends.</summary>
    private static FileStream Unnamed()
    {
        var path = Path.GetTempFileName();
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What is known of an object beside its bytes.</summary>
    /// <param name="ETag">S3's tag.</param>
    /// <param name="ContentType">As served.</param>
    /// <param name="CacheControl">As served.</param>
    /// <param name="Revision">0: put by another hand.</param>
    /// <param name="Sha256">Of the bytes, in hex; empty: put by another hand.</param>
    private sealed record About(
        string ETag, string ContentType, string CacheControl, long Revision, string Sha256)
    {
        public string Tag
        {
            get
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{Revision}|{ContentType}|{CacheControl}");
                return $"{ETag.Trim('"')}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
            }
        }

        public static About Of(string etag, ObjectContent content, byte[] sha) => new(
            etag, content.ContentType, content.CacheControl, content.Revision, Convert.ToHexStringLower(sha));

        public static About Of(string etag, HeadersCollection headers, MetadataCollection metadata) => new(
            etag, headers.ContentType ?? "application/octet-stream", headers.CacheControl ?? "",
            long.TryParse(metadata[S3Objects.Revision], CultureInfo.InvariantCulture, out var revision) ? revision : 0,
            metadata[S3Objects.Sha256] ?? "");
    }
}
