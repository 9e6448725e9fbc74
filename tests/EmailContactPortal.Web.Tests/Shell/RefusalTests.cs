using EmailContactPortal.Domain;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>The kind of a refusal says the status, the same for a page and for a call.</summary>
public sealed class RefusalTests
{
    public static TheoryData<ProblemKind, int> Statuses { get; } = new()
    {
        { ProblemKind.Invalid, 400 },
        { ProblemKind.NotFound, 404 },
        { ProblemKind.Gone, 404 },
        { ProblemKind.Conflict, 409 },
        { ProblemKind.Forbidden, 403 },
        { ProblemKind.TooLarge, 413 },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Page_and_call_refuse_with_the_status_of_the_kind(ProblemKind kind, int status)
    {
        var problem = Of(kind);

        Assert.Equal(status, ((Result)problem).ForScript().StatusCode);
        Assert.Equal(status, Assert.IsAssignableFrom<IStatusCodeHttpResult>(ApiProblems.Of(problem)).StatusCode);
        Assert.Equal(status, new DefaultHttpContext().Refuse(problem));
    }

    [Fact]
    public void Every_kind_has_a_status() => Assert.Equal(Enum.GetValues<ProblemKind>(), Statuses.Select(s => (ProblemKind)s[0]));

    private static Problem Of(ProblemKind kind) => kind switch
    {
        ProblemKind.NotFound => Problem.NotFound("campaign.not-found"),
        ProblemKind.Gone => Problem.Gone("campaign.gone"),
        ProblemKind.Conflict => Problem.Conflict("campaign.newer"),
        ProblemKind.Forbidden => Problem.Forbidden("access.others"),
        ProblemKind.TooLarge => Problem.TooLarge("consent.too-large"),
        _ => Problem.Invalid("campaign.no-group"),
    };
}
