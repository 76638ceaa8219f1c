using Amazon.SimpleSystemsManagement;
using Purser.Outside;

namespace Purser.Aws.Secrets;

/// <summary>Secrets that the owner put where ours lie, as text: passwords of others. Read only.</summary>
public sealed class SecretTexts
{
    private const string Reference = "/aws/reference/secretsmanager/";
    private readonly IAmazonSimpleSystemsManagement _client;
    private readonly string _prefix;

    internal SecretTexts(IAmazonSimpleSystemsManagement client, AwsOptions options)
    {
        _client = client;
        _prefix = options.Secrets == SecretPlace.SecretsManager
            ? Reference + options.SecretPrefix.TrimStart('/')
            : options.SecretPrefix;
    }

    /// <summary>The text of this name, as it is now.</summary>
    /// <exception cref="OutsideRefused">There is none, or it may not be read.</exception>
    /// <exception cref="OutsideUnavailable">It cannot be read now.</exception>
    public async Task<string> Read(string name, CancellationToken stop)
    {
        Require.That(SecretNames.IsName(name));
        var place = _prefix + name;
        return (await Parameters.Read(_client, place, stop))?.Trim()
            ?? throw new OutsideRefused($"read secret {place}", "there is none of this name: put it there");
    }
}
