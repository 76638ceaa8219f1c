using System.Security.Cryptography;
using System.Text;

namespace Purser.Contracts.Aws.Templates;

/// <summary>How functions, queues, schedules and logs are set.</summary>
public sealed class FunctionTemplateTests
{
    /// <summary>Beyond six times the function's time a hint would wait in vain (AWS's rule for event sources).</summary>
    private const int Hidden = 6;

    public static TheoryData<string> WithFunctions => ["calendar", "crew", "guest", "office"];

    public static TheoryData<string> WithQueues => ["crew", "guest", "office"];

    [Theory]
    [MemberData(nameof(WithFunctions))]
    public void A_function_is_the_native_binary_in_its_role(string name)
    {
        foreach (var architecture in new[] { "arm64", "x86_64" })
        {
            foreach (var function in Stacks.Of(name, ("Architecture", architecture)).OfType("AWS::Lambda::Function"))
            {
                Assert.Equal("provided.al2023", function.Text("Runtime"));
                Assert.Equal(architecture, function.Text("Architectures.0"));
                Assert.Equal("purser-code", function.Text("Code.S3Bucket"));
                Assert.Equal("purser-0.1.0-arm64.zip", function.Text("Code.S3Key"));
                Assert.Equal(name, function.Text("Environment.Variables.PURSER_ROLE"));
                Assert.Equal("purser-", function.Text("Environment.Variables.PURSER_AWS_PREFIX"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithFunctions))]
    public void Every_function_has_a_log_that_ends(string name)
    {
        var stack = Stacks.Of(name);
        var logs = stack.OfType("AWS::Logs::LogGroup").ToDictionary(log => log.Text("LogGroupName")!);
        Assert.All(logs.Values, log => Assert.Equal("30", log.Text("RetentionInDays")));
        foreach (var function in stack.OfType("AWS::Lambda::Function"))
        {
            var log = function.Text("LoggingConfig.LogGroup")!;
            Assert.Equal($"/aws/lambda/{function.Text("FunctionName")}", log);
            Assert.True(logs.Remove(log));
        }

        Assert.Empty(logs);
    }

    [Theory]
    [MemberData(nameof(WithQueues))]
    public void A_queue_hides_a_hint_for_six_times_the_functions_time_and_takes_back_what_failed(string name)
    {
        var stack = Stacks.Of(name);
        var mapping = Assert.Single(stack.OfType("AWS::Lambda::EventSourceMapping"));
        var queue = stack.Resources["Hints"];
        var function = stack.OfType("AWS::Lambda::Function")
            .Single(one => Physical.Attribute(one, "Arn") == mapping.Text("FunctionName"));
        Assert.Equal($"purser-{name}-hints", queue.Text("QueueName"));
        Assert.Equal(Hidden * int.Parse(function.Text("Timeout")!), int.Parse(queue.Text("VisibilityTimeout")!));
        Assert.Equal("ReportBatchItemFailures", mapping.Text("FunctionResponseTypes.0"));
        Assert.InRange(int.Parse(mapping.Text("ScalingConfig.MaximumConcurrency")!), 2, 20);
        Assert.Equal(Physical.Attribute(stack.Resources["DeadHints"], "Arn"), queue.Text("RedrivePolicy.deadLetterTargetArn"));
    }

    [Theory]
    [InlineData("office", "rate(1 minute)")]
    [InlineData("crew", "rate(1 minute)")]
    [InlineData("guest", "rate(5 minutes)")]
    public void A_sweep_comes_by_the_clock_whether_or_not_the_last_one_succeeded(string name, string rate)
    {
        var stack = Stacks.Of(name);
        var sweep = stack.Resources["Sweep"];
        Assert.Equal(rate, sweep.Text("ScheduleExpression"));
        Assert.Equal("ENABLED", sweep.Text("State"));
        Assert.Null(sweep.At("Targets.0.Input"));
        Assert.Equal(Physical.Attribute(sweep, "Arn"), stack.Resources["MaySweep"].Text("SourceArn"));
        Assert.Equal("0", stack.Resources["SweepOnce"].Text("MaximumRetryAttempts"));
    }

    [Fact]
    public void The_crew_API_gives_every_body_as_bytes_and_every_path_to_the_function()
    {
        var crew = Stacks.Of("crew");
        Assert.Equal("*/*", crew.Resources["Api"].Text("BinaryMediaTypes.0"));
        Assert.Equal("{proxy+}", crew.Resources["Below"].Text("PathPart"));
        foreach (var method in crew.OfType("AWS::ApiGateway::Method"))
        {
            Assert.Equal("ANY", method.Text("HttpMethod"));
            Assert.Equal("AWS_PROXY", method.Text("Integration.Type"));
            Assert.EndsWith("function:purser-crew/invocations", method.Text("Integration.Uri"), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// A deployment is a copy of the API as it was: under the same name a change would never come to its stage.
    /// </summary>
    [Fact]
    public void The_crew_APIs_deployment_is_named_after_what_it_deploys()
    {
        string[] deployed = ["AWS::ApiGateway::RestApi", "AWS::ApiGateway::Resource", "AWS::ApiGateway::Method"];
        var crew = Template.Of("crew").Resources;
        var parts = crew.Where(one => deployed.Contains(one.Value!["Type"]!.ToString()))
            .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value!.ToJsonString()}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        var wanted = $"Deployment{Convert.ToHexStringLower(digest)[..8]}";
        var (name, deployment) = crew.Single(one => one.Value!["Type"]!.ToString() == "AWS::ApiGateway::Deployment");
        Assert.True(name == wanted, $"the API has changed: call its deployment {wanted} in crew.yaml, not {name}");
        Assert.Equal(wanted, crew["Stage"]!["Properties"]!["DeploymentId"]!["Ref"]!.ToString());
        Assert.Equal(
            crew.Where(one => one.Value!["Type"]!.ToString() == deployed[2]).Select(one => one.Key),
            deployment!["DependsOn"]!.AsArray().Select(one => one!.ToString()));
    }

    [Theory]
    [InlineData("crew", "Api")]
    [InlineData("guest", "Api")]
    [InlineData("calendar", "Api")]
    [InlineData("office", "Api")]
    public void Only_the_own_gateway_may_call_and_it_lets_through_a_limited_number(string name, string api)
    {
        var stack = Stacks.Of(name);
        Assert.Contains($":{Physical.Ref(stack.Resources[api])}/*", stack.Resources["MayCall"].Text("SourceArn"), StringComparison.Ordinal);
        var stage = stack.Resources["Stage"];
        Assert.Equal("100", stage.Text("DefaultRouteSettings.ThrottlingRateLimit") ?? stage.Text("MethodSettings.0.ThrottlingRateLimit"));
        Assert.Equal("20", stack.Resources["Function"].Text("ReservedConcurrentExecutions"));
    }

    [Theory]
    [MemberData(nameof(WithFunctions))]
    public void Where_the_account_leaves_no_room_nothing_is_set_aside(string name) =>
        Assert.All(
            Stacks.Of(name, ("MostAtOnce", "0")).OfType("AWS::Lambda::Function"),
            function => Assert.Null(function.At("ReservedConcurrentExecutions")));

    [Theory]
    [InlineData("OldestHint", "AWS/SQS", "ApproximateAgeOfOldestMessage")]
    [InlineData("Failures", "AWS/Lambda", "Errors")]
    [InlineData("WorkFailures", "AWS/Lambda", "Errors")]
    [InlineData("DeadLetters", "AWS/SQS", "ApproximateNumberOfMessagesVisible")]
    [InlineData("LateSweep", "Purser", "Sweeps")]
    [InlineData("UnverifiedPages", "Purser", "UnverifiedPages")]
    public void The_owner_is_told(string id, string place, string metric)
    {
        var office = Stacks.Of("office");
        var alarm = office.Resources[id];
        Assert.Equal((place, metric), (alarm.Text("Namespace"), alarm.Text("MetricName")));
        Assert.Equal(Physical.Ref(office.Resources["Alarms"]), alarm.Text("AlarmActions.0"));
        Assert.Equal("owner@example.com", office.Resources["AlarmsByMail"].Text("Endpoint"));
        // A sweep that does not run says nothing: silence is what is wrong.
        Assert.Equal(id == "LateSweep" ? "breaching" : "notBreaching", alarm.Text("TreatMissingData"));
    }

    [Theory]
    [MemberData(nameof(WithFunctions))]
    public void Other_compartments_tell_the_same_topic(string name)
    {
        if (name == "office") return;
        var stack = Stacks.Of(name, ("AlarmTopic", "arn:aws:sns:us-east-1:1:purser-alarms"));
        Assert.All(
            stack.OfType("AWS::CloudWatch::Alarm"),
            alarm => Assert.Equal("arn:aws:sns:us-east-1:1:purser-alarms", alarm.Text("AlarmActions.0")));
        Assert.All(Stacks.Of(name).OfType("AWS::CloudWatch::Alarm"), alarm => Assert.Null(alarm.At("AlarmActions")));
    }
}
