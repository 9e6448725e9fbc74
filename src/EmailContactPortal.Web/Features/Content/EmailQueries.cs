using EmailContactPortal.Data;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>Reads emails and templates for their pages.</summary>
internal sealed class EmailQueries(PortalContext db, EmailFields fields, ListReading lists)
{
    public async Task<EmailPages> ListAsync(EmailKind kind, ListRequest request, CancellationToken cancellationToken) =>
        new(kind, await lists.ReadAsync(
        kind == EmailKind.Email ? EmailList.Emails : EmailList.Templates,
        request,
        db.Emails.AsNoTracking().Where(e => e.Kind == kind),
        rows => rows.Select(e => new EmailRow(
            e.Id,
            e.Name,
            e.Subject,
            e.SenderName,
            e.IsActive,
            e.UpdatedAt,
            db.Users.Where(u => u.Id == e.OwnerId).Select(u => u.FullName).FirstOrDefault() ?? "",
            db.Campaigns.Count(c => c.EmailId == e.Id))),
        cancellationToken: cancellationToken));

    /// <summary>Active templates, by name.</summary>
    public async Task<IReadOnlyList<TemplateChoice>> TemplatesAsync(CancellationToken cancellationToken) =>
        await db.Emails.AsNoTracking().Where(e => e.Kind == EmailKind.Template && e.IsActive).OrderBy(e => e.Name)
            .Select(e => new TemplateChoice(e.Id, e.Name, e.Subject)).Take(200).ToListAsync(cancellationToken);

    /// <summary>The editor; null when there is no such email.</summary>
    /// <param name="kind">Email or template.</param>
    /// <param name="id">Its id.</param>
    /// <param name="typed">What the author typed and could not save; null for what is stored.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<EmailPage?> PageAsync(EmailKind kind, int id, EmailForm? typed, CancellationToken cancellationToken)
    {
        if (await db.Emails.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.Kind == kind, cancellationToken) is not { } email)
            return null;
        var usedIn = await db.Campaigns.AsNoTracking().Where(c => c.EmailId == id).OrderByDescending(c => c.UpdatedAt).Take(10)
            .Select(c => new { c.Id, c.Name }).ToListAsync(cancellationToken);
        return new EmailPage
        {
            Id = id,
            Kind = kind,
            Form = typed ?? FormOf(email),
            UpdatedAt = email.UpdatedAt,
            Owner = await db.Users.AsNoTracking().Where(u => u.Id == email.OwnerId).Select(u => u.FullName)
                .FirstOrDefaultAsync(cancellationToken) ?? "",
            UsedIn = [.. usedIn.Select(c => (c.Id, c.Name))],
            Groups = await fields.GroupsAsync(cancellationToken),
            IsActive = email.IsActive,
            StoredVersion = email.Version,
            IsUnsaved = typed is not null,
            NewerVersion = typed is not null && typed.Version != email.Version ? email.Version : null,
        };
    }

    private static EmailForm FormOf(Email email) => new()
    {
        Name = email.Name,
        Subject = email.Subject,
        SenderName = email.SenderName,
        SenderAddress = email.SenderAddress,
        ReplyTo = email.ReplyTo,
        Html = email.Html,
        Text = email.Text,
        IsActive = email.IsActive,
        Version = email.Version,
    };
}
