using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Purser.Aws;

namespace Purser.Contracts.Aws.Templates;

/// <summary>The template makes the tables that the program's own code makes, and keeps them better.</summary>
public sealed class TableTemplateTests
{
    private static readonly TableNames Named = TableNames.Under("purser-");

    private static Stack All => Template.Of("tables").With();

    [Fact]
    public void Every_table_of_the_program_is_made_and_no_other() =>
        Assert.Equal(
            Named.All.Order(StringComparer.Ordinal),
            All.OfType("AWS::DynamoDB::Table").Select(table => table.Text("TableName")).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("office", "bookings")]
    [InlineData("calendar", "calendar-entries")]
    [InlineData("crew", "crew-assignments", "scc-events")]
    [InlineData("guest", "guest-pages")]
    public void A_compartment_can_have_an_account_of_its_own(string compartment, params string[] names) =>
        Assert.Equal(
            names.Select(name => "there-" + name),
            Template.Of("tables").With(("Installation", "there"), ("Compartment", compartment))
                .OfType("AWS::DynamoDB::Table").Select(table => table.Text("TableName")).Order(StringComparer.Ordinal));

    [Fact]
    public void Tables_outlive_their_stack_and_are_kept_to_the_second()
    {
        foreach (var table in All.OfType("AWS::DynamoDB::Table"))
        {
            Assert.Equal("Retain", table.Written["DeletionPolicy"]?.ToString());
            Assert.Equal("Retain", table.Written["UpdateReplacePolicy"]?.ToString());
            Assert.Equal("true", table.Text("DeletionProtectionEnabled"));
            Assert.Equal("true", table.Text("SSESpecification.SSEEnabled"));
            Assert.Equal("true", table.Text("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"));
            Assert.Equal("35", table.Text("PointInTimeRecoverySpecification.RecoveryPeriodInDays"));
        }
    }

    /// <summary>What the emulator says of a table made by code is what the template asks for.</summary>
    [Fact]
    public async Task Keys_index_and_expiry_are_those_of_the_code()
    {
        await using var code = new DynamoFixture();
        await code.Create();
        var stop = TestContext.Current.CancellationToken;
        var made = (await code.Dynamo.DescribeTableAsync(code.Tables.Office, stop)).Table;
        var index = Assert.Single(made.GlobalSecondaryIndexes);
        var expiry = (await code.Dynamo.DescribeTimeToLiveAsync(code.Tables.Office, stop)).TimeToLiveDescription;
        foreach (var table in All.OfType("AWS::DynamoDB::Table"))
        {
            Assert.Equal(made.BillingModeSummary.BillingMode.Value, table.Text("BillingMode"));
            Assert.Equal(Keys(made.KeySchema), Keys(table.At("KeySchema")));
            Assert.Equal(
                made.AttributeDefinitions.Select(one => $"{one.AttributeName} {one.AttributeType}").Order(),
                table.At("AttributeDefinitions")!.AsArray()
                    .Select(one => $"{one!["AttributeName"]} {one["AttributeType"]}").Order());
            Assert.Single(table.At("GlobalSecondaryIndexes")!.AsArray());
            Assert.Equal(index.IndexName, table.Text("GlobalSecondaryIndexes.0.IndexName"));
            Assert.Equal(Keys(index.KeySchema), Keys(table.At("GlobalSecondaryIndexes.0.KeySchema")));
            Assert.Equal(
                index.Projection.ProjectionType.Value, table.Text("GlobalSecondaryIndexes.0.Projection.ProjectionType"));
            Assert.Equal(expiry.AttributeName, table.Text("TimeToLiveSpecification.AttributeName"));
            Assert.Equal("true", table.Text("TimeToLiveSpecification.Enabled"));
        }
    }

    private static string Keys(List<KeySchemaElement> keys) =>
        string.Join(", ", keys.Select(key => $"{key.AttributeName} {key.KeyType.Value}"));

    private static string Keys(JsonNode? keys) =>
        string.Join(", ", keys!.AsArray().Select(key => $"{key!["AttributeName"]} {key["KeyType"]}"));
}
