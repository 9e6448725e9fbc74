using EmailContactPortal.Data;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web;

/// <summary>What a portal that is only tried out has from the start: list types, a template and an email to send.</summary>
internal sealed class SampleContent(PortalContext db, TimeProvider time)
{
    private const string Body = """
        <div style="max-width:600px;margin:0 auto;padding:24px;font-family:Georgia,serif;font-size:16px;line-height:1.6;color:#22252c">
          <h1 style="font-size:26px;line-height:1.25;margin:0 0 16px">{{headline}}</h1>
          <p>Dear {{default firstname "friend"}},</p>
          {{body}}
          <p>With kind regards,<br>Meadow Garden</p>
          <hr style="border:0;border-top:1px solid #d9dbe1;margin:24px 0">
          <p style="font-size:13px;color:#5d626d">
            <a href="{{online_url}}">Read this mail in a browser</a> ·
            <a href="{{unsubscribe_url}}">Unsubscribe</a>
          </p>
        </div>
        """;

    /// <summary>Writes the samples when there is no list type yet.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (await db.ListTypes.AnyAsync(cancellationToken)) return;
        var owner = await db.Users.OrderBy(u => u.Id).Select(u => u.Id).FirstAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        db.ListTypes.AddRange(
            new ListType
            {
                Name = "Newsletter",
                Description = "What grows, what is new, once a month.",
                PageHtml = "<h2>Our newsletter</h2><p>We write about once a month. If it is not for you, one press is enough.</p>",
                CreatedAt = now,
                UpdatedAt = now,
            },
            new ListType
            {
                Name = "Events",
                Description = "Invitations to fairs and courses.",
                PageHtml = "<h2>Invitations</h2><p>Fairs, courses and garden walks near you.</p>",
                CreatedAt = now,
                UpdatedAt = now,
            });
        db.Emails.AddRange(
            Email(
                EmailKind.Template, "Letter", "News from Meadow Garden", "News from the garden", "<p>Write your news here.</p>", owner,
                now),
            Email(
                EmailKind.Email,
                "Spring fair invitation",
                "{{default firstname \"Dear friend\"}}, come to the spring fair",
                "Come to the spring fair",
                """
                <p>The spring fair opens on Saturday. Forty growers, seedlings of two hundred kinds, and soup from the field kitchen.</p>
                <p><a href="https://meadow.example/spring-fair">See the programme</a> or
                <a href="https://meadow.example/tickets">reserve your place</a>.</p>
                """,
                owner,
                now));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Email Email(EmailKind kind, string name, string subject, string headline, string body, int owner, DateTime now) => new()
    {
        Kind = kind,
        Name = name,
        Subject = subject,
        SenderName = "Meadow Garden",
        SenderAddress = "news@meadow.example",
        Html = Body.Replace("{{headline}}", headline, StringComparison.Ordinal).Replace("{{body}}", body, StringComparison.Ordinal),
        IsActive = true,
        OwnerId = owner,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
