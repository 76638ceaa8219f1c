using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Purser.Outside;

namespace Purser.Aws.Secrets;

/// <summary>Secrets as encrypted parameters of Parameter Store.</summary>
internal sealed class ParameterSecrets(
    IAmazonSimpleSystemsManagement client, AwsOptions options, ITokens tokens, TimeProvider time)
    : KeptSecrets(tokens, time)
{
    protected override string PlaceOf(string name) => options.SecretPrefix + name;

    protected override Task<string?> Read(string name, CancellationToken stop) =>
        Parameters.Read(client, PlaceOf(name), stop);

    protected override async Task<bool> Put(string name, string text, CancellationToken stop)
    {
        var place = PlaceOf(name);
        try
        {
            var request = new PutParameterRequest
            {
                Name = place,
                Type = ParameterType.SecureString,
                Value = text,
                Overwrite = false,
            };
            await client.PutParameterAsync(request, stop);
            return true;
        }
        catch (ParameterAlreadyExistsException)
        {
            return false;
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            throw Refusals.Of(
                fault, $"make parameter {place}",
                $"let this role do ssm:PutParameter on {place}, and use its key");
        }
    }
}

/// <summary>Reading from Parameter Store, also what lies in Secrets Manager.</summary>
internal static class Parameters
{
    /// <summary>Its text, decrypted, or null.</summary>
    public static async Task<string?> Read(
        IAmazonSimpleSystemsManagement client, string place, CancellationToken stop)
    {
        try
        {
            var request = new GetParameterRequest { Name = place, WithDecryption = true };
            return (await client.GetParameterAsync(request, stop)).Parameter.Value;
        }
        catch (ParameterNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            throw Refusals.Of(
                fault, $"read parameter {place}",
                $"let this role do ssm:GetParameter on {place}, and use its key");
        }
    }
}
