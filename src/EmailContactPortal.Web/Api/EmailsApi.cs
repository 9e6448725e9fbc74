using System.Security.Claims;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Features.Content;
using EmailContactPortal.Web.Shell;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about emails.</summary>
internal static class EmailsApi
{
    public static void MapEmails(this RouteGroupBuilder api)
    {
        var emails = api.MapGroup("/emails").WithTags("Emails").About(OwnedKind.Email);
        emails.MapPost("", Create).Needs(ApiScopes.Write)
            .WithSummary("Makes an email; refused with line and reason when it could not be sent").Produces<MadeId>(201)
                .ProducesProblem(400);
    }

    private static async Task<IResult> Create(
        EmailBody body, ClaimsPrincipal user, EmailCommands commands, CancellationToken cancellationToken)
    {
        var form = new EmailForm
        {
            Name = body.Name ?? "",
            Subject = body.Subject ?? "",
            SenderName = body.SenderName ?? "",
            SenderAddress = body.SenderAddress ?? "",
            ReplyTo = body.ReplyTo,
            Html = body.Html ?? "",
            Text = body.Text,
            IsActive = body.Active,
        };
        var made = await commands.CreateAsync(form, user.Id(), cancellationToken);
        return made.Succeeded ? Results.Created($"/content/emails/{made.Value}", new MadeId(made.Value)) : ApiProblems.Of(made);
    }
}
