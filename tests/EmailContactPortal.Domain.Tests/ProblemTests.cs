using System.Globalization;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Domain.Tests;

public sealed class ProblemTests
{
    [Fact]
    public void Sentence_is_found_by_the_code_and_filled_with_the_arguments()
    {
        var problem = Problem.Conflict("group.in-use", "Spring").At("name", 3);

        Assert.Equal((ProblemKind.Conflict, "group.in-use", "name", 3), (problem.Kind, problem.Code, problem.Field, problem.Line));
        Assert.StartsWith("The campaign 'Spring' is scheduled or being sent to this group.", problem.InEnglish, StringComparison.Ordinal);
        Assert.Equal("Spring", Assert.Single(problem.Arguments));
    }

    [Fact]
    public void Sentences_of_one_code_are_told_apart_by_a_third_word()
    {
        var (one, many) = (Problem.Conflict("email.used.one", 1), Problem.Conflict("email.used.many", 2));

        Assert.Equal(("email.used", "email.used"), (one.Code, many.Code));
        Assert.StartsWith("It is used in 1 campaign and", one.InEnglish, StringComparison.Ordinal);
        Assert.StartsWith("It is used in 2 campaigns and", many.InEnglish, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_said_is_told_as_they_said_it()
    {
        var problem = Problem.Told("crm.signin", "Error {0}: 100 % wrong");

        Assert.Equal(("crm.signin", "Error {0}: 100 % wrong"), (problem.Code, problem.Message));
    }

    [Fact]
    public void Same_problem_is_one_however_often_it_is_made()
    {
        Assert.Equal(Problem.Gone("email.gone", "email").At("Name"), Problem.Gone("email.gone", "email").At("Name"));
        Assert.NotEqual(Problem.Gone("email.gone", "email"), Problem.Gone("email.gone", "template"));
    }

    [Fact]
    public void What_is_stored_stays_English()
    {
        var (before, problem) = (CultureInfo.CurrentUICulture, Problem.Invalid("campaign.no-group"));
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fi");
            Assert.Equal(Words.In(Words.English, "campaign.no-group"), problem.InEnglish);
            Assert.Equal(Words.In(CultureInfo.GetCultureInfo("fi"), "campaign.no-group"), problem.Message);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Problem_is_a_refusal_by_itself()
    {
        Result<int> refused = Problem.Gone("email.gone", "email");

        Assert.False(refused.Succeeded);
        Assert.Equal("email.gone", Assert.Single(refused.Problems).Code);
    }
}
