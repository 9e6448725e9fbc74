using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Sending.Composing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>Makes, changes and deletes emails and templates; used by the screens and by the API.</summary>
internal sealed class EmailCommands(PortalContext db, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes an empty email, or one with a template's values as defaults.</summary>
    public async Task<Result<int>> CreateAsync(
        EmailKind kind, string? name, int templateId, int userId, CancellationToken cancellationToken)
    {
        var email = new Email { Kind = kind, Name = Text.OneLine(name), OwnerId = userId, CreatedAt = Now, UpdatedAt = Now };
        if (CheckName(email.Name) is { } problem) return problem;
        if (templateId > 0)
        {
            var template = await db.Emails.AsNoTracking()
                .FirstOrDefaultAsync(e => e.Id == templateId && e.Kind == EmailKind.Template && e.IsActive, cancellationToken);
            if (template is null) return Problem.Invalid("email.template").At("TemplateId");
            (email.Subject, email.SenderName, email.SenderAddress, email.ReplyTo) = (template.Subject, template.SenderName,
                template.SenderAddress, template.ReplyTo);
            (email.Html, email.Text) = (template.Html, template.Text);
        }

        return await AddAsync(email, cancellationToken);
    }

    /// <summary>Makes a whole email at once; refused with line and reason when it could not be sent.</summary>
    public async Task<Result<int>> CreateAsync(EmailForm form, int userId, CancellationToken cancellationToken)
    {
        var email = new Email { Kind = EmailKind.Email, Name = Text.OneLine(form.Name), OwnerId = userId, CreatedAt = Now };
        var problems = await ApplyAsync(email, form, cancellationToken);
        return problems.Count > 0 ? Result<int>.No(problems) : await AddAsync(email, cancellationToken);
    }

    /// <summary>Saves what the author typed; refused when somebody else saved since the author read it.</summary>
    public async Task<Result> SaveAsync(EmailKind kind, int id, EmailForm form, CancellationToken cancellationToken)
    {
        if (await db.Emails.FirstOrDefaultAsync(e => e.Id == id && e.Kind == kind, cancellationToken) is not { } email) return Gone(kind);
        if (email.Version != form.Version) return Problem.Conflict("email.newer");
        (form.Html, form.Text) = (TypedText.Into(email.Html, form.Html), TypedText.Into(email.Text, form.Text));
        var problems = await ApplyAsync(email, form, cancellationToken);
        if (problems.Count > 0) return Result.From(problems);
        email.Version++;
        try
        {
            return await db.SaveOrRefuseAsync(Taken(kind), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problem.Conflict("email.newer");
        }
    }

    /// <summary>Makes a copy that is not active yet.</summary>
    public async Task<Result<int>> DuplicateAsync(EmailKind kind, int id, int userId, CancellationToken cancellationToken)
    {
        if (await db.Emails.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.Kind == kind, cancellationToken) is not { } source)
            return Gone(kind);
        var name = Text.Bound(source.Name, Email.MaxName - 12);
        (source.OwnerId, source.IsActive, source.Version, source.CreatedAt, source.UpdatedAt) = (userId, false, 1, Now, Now);
        for (var n = 1; ; n++)
        {
            (source.Id, source.Name) = (0, name + (n == 1 ? " (copy)" : $" (copy {n})"));
            if (await db.Emails.AnyAsync(e => e.Kind == kind && e.Name == source.Name, cancellationToken)) continue;
            var made = await AddAsync(source, cancellationToken);
            if (made.Succeeded) return made;
        }
    }

    /// <summary>Deletes what no campaign uses.</summary>
    public async Task<Result> DeleteAsync(EmailKind kind, int id, CancellationToken cancellationToken)
    {
        var uses = await db.Campaigns.IgnoreQueryFilters().CountAsync(c => c.EmailId == id, cancellationToken);
        if (uses > 0) return Problem.Conflict(uses == 1 ? "email.used.one" : "email.used.many", uses);
        var deleted = await db.Emails.Where(e => e.Id == id && e.Kind == kind).ExecuteDeleteAsync(cancellationToken);
        return deleted > 0 ? Result.Ok : Gone(kind);
    }

    private async Task<IReadOnlyList<Problem>> ApplyAsync(Email email, EmailForm form, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (CheckName(Text.OneLine(form.Name)) is { } name) problems.Add(name);
        if (form.Subject.Length > Email.MaxSubject) problems.Add(Problem.Invalid("email.subject", Email.MaxSubject).At("Subject"));
        if (form.SenderName.Length > 200) problems.Add(Problem.Invalid("email.sender-name").At("SenderName"));
        if (form.Html.Length > Email.MaxBody) problems.Add(Problem.Invalid("email.html").At("Html"));
        if (form.Text?.Length > Email.MaxBody) problems.Add(Problem.Invalid("email.text").At("Text"));
        (email.Name, email.Subject, email.SenderName) = (Text.OneLine(form.Name), Text.OneLine(form.Subject),
            Text.OneLine(form.SenderName));
        (email.SenderAddress, email.ReplyTo) = (EmailAddress.Clean(form.SenderAddress),
            EmailAddress.Clean(form.ReplyTo) is { Length: > 0 } reply ? reply : null);
        (email.Html, email.Text, email.IsActive, email.UpdatedAt) = (form.Html, string.IsNullOrWhiteSpace(form.Text) ? null : form.Text,
            form.IsActive, Now);
        if (problems.TrueForAll(p => p.Code is "email.name"))
            problems.AddRange(TemplateChecker.Problems(
                EmailSource.Of(email), await FieldNames.KeysAsync(db, null, cancellationToken), cancellationToken: cancellationToken));
        if (email is { IsActive: true, Kind: EmailKind.Email }) problems.AddRange(Unsendable(email));
        return problems;
    }

    /// <summary>What an active email must have, because a campaign may take it at any moment.</summary>
    private static IEnumerable<Problem> Unsendable(Email email)
    {
        if (email.Subject.Length == 0) yield return Problem.Invalid("email.no-subject").At("Subject");
        if (email.SenderAddress.Length == 0) yield return Problem.Invalid("email.no-sender").At("SenderAddress");
        if (string.IsNullOrWhiteSpace(email.Html) && string.IsNullOrWhiteSpace(email.Text))
            yield return Problem.Invalid("email.no-content").At("Html");
    }

    private async Task<Result<int>> AddAsync(Email email, CancellationToken cancellationToken)
    {
        db.Emails.Add(email);
        var saved = await db.SaveOrRefuseAsync(Taken(email.Kind), cancellationToken);
        return saved.Succeeded ? email.Id : Result<int>.No(saved.Problems);
    }

    private static Problem? CheckName(string name)
    {
        if (name.Length == 0) return Problem.Invalid("email.name").At("Name");
        if (name.Length > Email.MaxName) return Problem.Invalid("email.name.long", Email.MaxName).At("Name");
        return null;
    }

    private static Problem Taken(EmailKind kind) => Problem.Conflict("email.name-taken", EmailKinds.Singular(kind)).At("Name");

    private static Problem Gone(EmailKind kind) => Problem.Gone("email.gone", EmailKinds.Singular(kind));
}
