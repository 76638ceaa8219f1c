using Purser.Contracts.Aws.Templates;
using Purser.Host.Composition;

namespace Purser.Tests.Doors;

/// <summary>What a template gives to a function is what the program takes: it reads it, and starts.</summary>
public sealed class FunctionTemplateSettingsTests
{
    [Theory]
    [InlineData("office")]
    [InlineData("calendar")]
    [InlineData("crew")]
    [InlineData("guest")]
    public void A_function_takes_the_settings_of_its_template(string role)
    {
        foreach (var function in Stacks.Of(role).OfType("AWS::Lambda::Function")) Assert.Equal(role, Read(function).Function!.Role.Word);
    }

    [Theory]
    [InlineData("office", "SecretPlace", "secrets-manager")]
    [InlineData("office", "BookingKeyHash", "")]
    [InlineData("office", "CalendarUrl", "https://calendar.example.com")]
    [InlineData("crew", "SecretPlace", "secrets-manager")]
    [InlineData("crew", "OfficeKeyHash", "")]
    [InlineData("crew", "OfficeAccount", "210987654321")]
    [InlineData("calendar", "OfficeKeyHash", "")]
    [InlineData("calendar", "OfficeAccount", "210987654321")]
    [InlineData("guest", "ExistingBucket", "marketing")]
    [InlineData("guest", "ExistingDistribution", "EOLD")]
    public void And_so_where_a_parameter_is_set_otherwise(string role, string parameter, string value)
    {
        foreach (var function in Stacks.Of(role, (parameter, value)).OfType("AWS::Lambda::Function")) Read(function);
    }

    [Fact]
    public void Names_of_tables_buckets_and_secrets_are_those_that_the_role_may_reach()
    {
        var aws = Read(Stacks.Of("guest").Resources["Worker"]).Aws!;
        Assert.Equal("purser-guest-pages", aws.Tables.Guest);
        Assert.Equal((Stacks.SiteBucket, Stacks.QuarantineBucket), (aws.SiteBucket, aws.QuarantineBucket));
        Assert.Equal("/purser/", aws.SecretPrefix);
        Assert.NotNull(aws.Distribution);
        var rotated = Stacks.Of("crew", ("ServiceKeyHash", $"{Stacks.Hash},{new string('b', 64)}"));
        Assert.Equal(2, Read(rotated.Resources["Function"]).GivenKeys.Count(key => key.Scope == "crew"));
    }

    private static Settings Read(Resource function)
    {
        var environment = function.At("Environment.Variables")!.AsObject()
            .ToDictionary(one => one.Key, one => one.Value!.ToString(), StringComparer.Ordinal);
        environment["AWS_REGION"] = Stack.Region;
        return SettingsReading.Read(environment, new Flags { Function = true }).Match(
            settings => settings, refusals => throw new InvalidOperationException(string.Join('\n', refusals)));
    }
}
