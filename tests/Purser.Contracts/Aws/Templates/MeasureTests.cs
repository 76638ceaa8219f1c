using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Purser.Aws.Lambda;

namespace Purser.Contracts.Aws.Templates;

/// <summary>The figures that a function tells are those that the alarms look at.</summary>
public sealed class MeasureTests
{
    private static readonly DateTimeOffset Now = new(2027, 5, 20, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("office", "LateSweep")]
    [InlineData("office", "UnverifiedPages")]
    [InlineData("crew", "LateSweep")]
    [InlineData("guest", "LateSweep")]
    public void An_alarm_looks_at_a_figure_that_is_told(string role, string id)
    {
        var alarm = Stacks.Of(role).Resources[id];
        var line = Line(role, unverifiedPages: 2);
        var metrics = line["_aws"]!["CloudWatchMetrics"]![0]!;
        Assert.Equal(alarm.Text("Namespace"), metrics["Namespace"]!.ToString());
        Assert.Contains(alarm.Text("MetricName"), metrics["Metrics"]!.AsArray().Select(one => one!["Name"]!.ToString()));
        Assert.True(line[alarm.Text("MetricName")!]!.GetValue<int>() > 0);
        var dimensions = alarm.At("Dimensions")!.AsArray();
        Assert.Equal(
            metrics["Dimensions"]![0]!.AsArray().Select(one => one!.ToString()), dimensions.Select(one => one!["Name"]!.ToString()));
        foreach (var dimension in dimensions) Assert.Equal(dimension!["Value"]!.ToString(), line[dimension["Name"]!.ToString()]!.ToString());
    }

    [Fact]
    public void A_line_is_in_the_embedded_metric_format()
    {
        var line = Line("office", unverifiedPages: 0);
        Assert.Equal(Now.ToUnixTimeMilliseconds(), line["_aws"]!["Timestamp"]!.GetValue<long>());
        foreach (var metric in line["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray())
        {
            Assert.Equal("Count", metric!["Unit"]!.ToString());
            Assert.NotNull(line[metric["Name"]!.ToString()]);
        }
    }

    [Fact]
    public void Who_has_not_looked_tells_no_number_of_pages()
    {
        var line = Line("office", unverifiedPages: null);
        Assert.Null(line[FunctionMeasures.UnverifiedPages]);
        Assert.Single(line["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray());
    }

    private static JsonNode Line(string role, int? unverifiedPages)
    {
        var log = new StringWriter();
        new FunctionMeasures(log, Stacks.Installation, role, new FakeTimeProvider(Now)).Swept(unverifiedPages);
        return JsonNode.Parse(Assert.Single(log.ToString().TrimEnd().Split('\n')))!;
    }
}
