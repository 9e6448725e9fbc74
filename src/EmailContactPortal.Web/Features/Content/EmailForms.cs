using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>A template to begin with.</summary>
internal sealed record TemplateChoice(int Id, string Name, string Subject);

/// <summary>The form of a new email.</summary>
internal sealed class NewEmailForm
{
    public EmailKind Kind { get; set; } = EmailKind.Email;

    public string Name { get; set; } = "";

    /// <summary>0: empty.</summary>
    public int TemplateId { get; set; }

    public IReadOnlyList<TemplateChoice> Templates { get; set; } = [];
}

/// <summary>An email as its author writes it; also what the API takes.</summary>
internal sealed class EmailForm : EmailContent
{
    // A form that names no version was not read before.
    public EmailForm() => Version = 0;
}

/// <summary>The fields of one target group, for the menu of merge fields.</summary>
internal sealed record GroupFields(int GroupId, string GroupName, IReadOnlyList<MemberField> Fields);

/// <summary>The editor.</summary>
internal sealed class EmailPage
{
    public required int Id { get; init; }

    public required EmailKind Kind { get; init; }

    public required EmailForm Form { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required string Owner { get; init; }

    public required IReadOnlyList<(int Id, string Name)> UsedIn { get; init; }

    public required IReadOnlyList<GroupFields> Groups { get; init; }

    /// <summary>What is stored says so, whatever is typed.</summary>
    public required bool IsActive { get; init; }

    /// <summary>The version that is stored.</summary>
    public required int StoredVersion { get; init; }

    /// <summary>Whether the form shows what was typed and refused.</summary>
    public bool IsUnsaved { get; init; }

    /// <summary>The saved version, when somebody else saved meanwhile.</summary>
    public int? NewerVersion { get; init; }

    /// <summary>Start of the page's addresses: <c>/content/emails</c>.</summary>
    public string Root => EmailKinds.Root(Kind);
}

/// <summary>Words and addresses of the two kinds.</summary>
internal static class EmailKinds
{
    public static string Root(EmailKind kind) => kind == EmailKind.Template ? "/content/templates" : "/content/emails";

    public static string Plural(EmailKind kind) => kind == EmailKind.Template ? Words.Of("Email templates") : Words.Of("Emails");

    public static string Singular(EmailKind kind) => kind == EmailKind.Template ? Words.Of("template") : Words.Inside("Email");
}
