using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.SimpleSystemsManagement;
using Purser.Aws.Edge;
using Purser.Outside;

namespace Purser.Aws.Secrets;

/// <summary>
/// Secrets of Secrets Manager: read through Parameter Store, which refers to them, and made by a signed
/// request, for there is no client of it here.
/// </summary>
internal sealed class SecretsManagerSecrets(
    IAmazonSimpleSystemsManagement client, SignedRequests requests, AwsOptions options, ITokens tokens,
    TimeProvider time)
    : KeptSecrets(tokens, time)
{
    private const string Reference = "/aws/reference/secretsmanager/";
    private readonly ITokens _tokens = tokens;
    private readonly Uri _address =
        options.Endpoint ?? new Uri($"https://secretsmanager.{options.Region}.amazonaws.com/");

    // A reference is a path already: a name that began with a stroke would leave a part of it empty.
    protected override string PlaceOf(string name) => options.SecretPrefix.TrimStart('/') + name;

    protected override Task<string?> Read(string name, CancellationToken stop) =>
        Parameters.Read(client, Reference + PlaceOf(name), stop);

    protected override async Task<bool> Put(string name, string text, CancellationToken stop)
    {
        var place = PlaceOf(name);
        // With one token for every try, a try whose answer was lost is known again and succeeds.
        var body = new NewSecret(place, text, _tokens.Id() + _tokens.Id());
        var call = new SignedCall(
            $"make secret {place}", "secretsmanager", options.Region, HttpMethod.Post, _address,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Content-Type"] = "application/x-amz-json-1.1",
                ["X-Amz-Target"] = "secretsmanager.CreateSecret",
            },
            JsonSerializer.SerializeToUtf8Bytes(body, SecretJson.Default.NewSecret), ErrorOf);
        var reply = await requests.Send(call, stop);
        if (reply.Succeeded) return true;
        if (reply.Error == "ResourceExistsException") return false;
        throw new OutsideRefused(
            call.Operation, $"{reply.Error ?? $"{(int)reply.Status}"}: {RemedyOf(reply, place)}");
    }

    private static string RemedyOf(SignedReply reply, string place) =>
        reply.Error == "InvalidRequestException" ? $"if {place} is marked to be deleted, restore it"
        : $"let this role do secretsmanager:CreateSecret and GetSecretValue on {place}";

    private static string? ErrorOf(byte[] body)
    {
        try
        {
            var type = JsonSerializer.Deserialize(body, SecretJson.Default.SecretError)?.Type;
            return type?[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record NewSecret(string Name, string SecretString, string ClientRequestToken)
{
    /// <summary>Without the secret: this text may be logged.</summary>
    public override string ToString() => Name;
}

internal sealed record SecretError([property: JsonPropertyName("__type")] string? Type);

[JsonSerializable(typeof(NewSecret))]
[JsonSerializable(typeof(SecretError))]
internal sealed partial class SecretJson : JsonSerializerContext;
