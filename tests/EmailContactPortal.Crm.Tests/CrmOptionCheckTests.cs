using System.Text.Json;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Tests;

public sealed class CrmOptionCheckTests
{
    private static readonly CrmAdapterKind Kind = new("test", "Test CRM", _ => throw new InvalidOperationException("never opened"))
    {
        Options =
        [
            new("days", "Days", CrmOptionType.Number) { Min = 1, Max = 30 },
            new("way", "Way", CrmOptionType.Choice) { Choices = [new("a", "The one"), new("b", "The other")] },
            new("states", "States", CrmOptionType.Lines) { Default = "Active" },
            new("token", "Token", CrmOptionType.Secret) { Required = true },
            new("map", "Map", CrmOptionType.Json) { Check = map => map.TryGetProperty("id", out _) ? [] : ["Map needs an id."] },
        ],
    };

    [Fact]
    public void Good_options_have_no_problem() =>
        Assert.Empty(Check("""{"days":7,"way":"b","states":["Active","Planned"],"token":"t","map":{"id":1}}"""));

    [Theory]
    [InlineData("""{"token":"t","days":31}""", "days", "from 1 to 30")]
    [InlineData("""{"token":"t","days":"many"}""", "days", "whole number")]
    [InlineData("""{"token":"t","way":"c"}""", "way", "one of a, b")]
    [InlineData("""{"token":"t","states":"Active"}""", "states", "a list of texts")]
    [InlineData("""{"token":"t","map":{}}""", "map", "Map needs an id.")]
    [InlineData("""{"token":"t","map":"{\n \"id\": 1,\n}"}""", "map", "line 3")]
    [InlineData("""{"token":"t","dayz":1}""", "dayz", "has no option 'dayz'. It has days, way")]
    [InlineData("{}", "token", "Token is missing.")]
    public void A_wrong_option_is_named_with_its_remedy(string options, string name, string words)
    {
        var problem = Assert.Single(Check(options));

        Assert.Equal(name, problem.Name);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_stored_need_not_come_again() =>
        Assert.Empty(CrmOptionCheck.Problems(Kind, JsonDocument.Parse("{}").RootElement, name => name == "token"));

    private static List<(string Name, string Message)> Check(string options) =>
        [.. CrmOptionCheck.Problems(Kind, JsonDocument.Parse(options).RootElement, _ => false)];
}
