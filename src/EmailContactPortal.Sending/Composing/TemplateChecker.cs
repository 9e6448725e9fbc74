using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Sending.Composing.Markup;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Says what is wrong or doubtful about an email, with the line, while it is written and before it is sent.</summary>
public static partial class TemplateChecker
{
    /// <summary>Gmail shows about this much and hides the rest, the unsubscribe link too.</summary>
    public const int ClippingBytes = 102 * 1024;

    /// <summary>How many findings of one kind are told: nobody mends more at a time.</summary>
    internal const int MostOfAKind = 20;

    /// <summary>Everything there is to say, errors first; what it costs is bounded whatever the email is.</summary>
    /// <param name="source">The email as written.</param>
    /// <param name="fields">The keys of fields that people have besides those of <see cref="MergeFields"/>.</param>
    /// <param name="cancellationToken">Ends it when nobody waits for it any more.</param>
    public static IReadOnlyList<Finding> Check(
        EmailSource source, IReadOnlySet<string> fields, CancellationToken cancellationToken = default) =>
        Check(source, fields, new ContentBudget(ContentBudget.WhileWriting, cancellationToken));

    private static List<Finding> Check(EmailSource source, IReadOnlySet<string> fields, ContentBudget budget)
    {
        if (EmailCompiler.TooLong(source).Select(Error).ToList() is { Count: > 0 } tooLong)
            return tooLong;
        var templates = new[]
        {
            ("subject", source.Subject),
            ("senderName", source.SenderName),
            ("html", source.Html),
            ("text", source.Text ?? ""),
        }
            .Select(t => (Field: t.Item1, Template: MergeTemplate.Parse(t.Item2)))
            .ToList();
        var known = fields.Concat(MergeFields.Person.Select(f => f.Key)).Concat(MergeFields.System.Select(f => f.Key))
            .ToHashSet(StringComparer.Ordinal);

        var findings = new List<Finding>();
        findings.AddRange(EmailCompiler.TemplateProblems(templates).Select(Error));
        findings.AddRange(templates.SelectMany(t => UnknownFields(t.Field, t.Template, known)));
        findings.AddRange(Addresses(source));
        if (findings.TrueForAll(f => f.Code != "template.syntax"))
            findings.AddRange(Structure(source, budget));
        findings.AddRange(Doubts(source, templates));
        if (findings.TrueForAll(f => f.Code != "template.too-costly"))
            findings.AddRange(Doubts(source.Html, budget));
        return [.. findings.OrderBy(f => f.Level)];
    }

    /// <summary>The errors only, as a command refuses them.</summary>
    /// <param name="source">The email as written.</param>
    /// <param name="fields">The keys of fields that people have.</param>
    /// <param name="isConfirmed">Whether it is about to be sent, and a busy machine is given more time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<Problem> Problems(
        EmailSource source, IReadOnlySet<string> fields, bool isConfirmed = false, CancellationToken cancellationToken = default) =>
        [.. Check(
            source, fields, new ContentBudget(isConfirmed ? ContentBudget.WhenSending : ContentBudget.WhileWriting, cancellationToken))
                .Where(f => f.Level == FindingLevel.Error).Select(f => Problem.Told(f.Code, f.Message).At(f.Field, f.Line))];

    private static IEnumerable<Finding> UnknownFields(string field, MergeTemplate template, HashSet<string> known)
    {
        foreach (var (name, line) in template.Fields.Where(f => !known.Contains(f.Name)).Take(MostOfAKind))
        {
            var bare = MergeFields.KeyOf(name).Replace("_", "", StringComparison.Ordinal);
            var near = known.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase))
                ?? known.FirstOrDefault(k => string.Equals(k, bare, StringComparison.Ordinal));
            var hint = near is null ? "Use a field that people of the target group have." : $"Did you mean {{{{{near}}}}}?";
            yield return new Finding(
                FindingLevel.Error, "template.unknown-field", $"Line {line}: nobody has a field named \"{name}\". {hint}", field, line);
        }
    }

    private static IEnumerable<Finding> Addresses(EmailSource source)
    {
        if (source.SenderAddress.Length > 0 && !EmailAddress.TryNormalize(source.SenderAddress, out _, out var reason))
            yield return new Finding(FindingLevel.Error, "email.sender-address", reason, "senderAddress");
        if (!string.IsNullOrEmpty(source.ReplyTo) && !EmailAddress.TryNormalize(source.ReplyTo, out _, out reason))
            yield return new Finding(FindingLevel.Error, "email.reply-to", reason, "replyTo");
    }

    private static IEnumerable<Finding> Structure(EmailSource source, ContentBudget budget) =>
        EmailCompiler.Compile(source, new CompileOptions(new Uri("http://localhost")), budget).Problems.Select(Error);

    private static Finding Error(Problem problem) =>
        new(FindingLevel.Error, problem.Code, problem.Message, problem.Field ?? "html", problem.Line);

    private static Finding Warn(string code, string message, string field, int? line = null) =>
        new(FindingLevel.Warning, code, message, field, line);

    private static IEnumerable<Finding> Doubts(EmailSource source, List<(string Field, MergeTemplate Template)> templates)
    {
        if (string.IsNullOrWhiteSpace(source.Subject))
            yield return Warn("email.no-subject", "There is no subject yet.", "subject");
        if (string.IsNullOrWhiteSpace(source.SenderAddress))
            yield return Warn("email.no-sender", "There is no sender address yet.", "senderAddress");
        if (string.IsNullOrWhiteSpace(source.Html))
            yield return Warn("email.no-content", "There is no content yet.", "html");
        else if (!templates.Any(t => t.Field is "html" && t.Template.Fields.Any(f => f.Name == MergeFields.UnsubscribeUrl)))
            yield return Warn(
                "email.no-unsubscribe",
                "There is no unsubscribe link. Put {{unsubscribe_url}} into a link, or many mail providers will refuse the mailing.",
                "html");
        if (Encoding.UTF8.GetByteCount(source.Html) > ClippingBytes)
            yield return Warn("email.clipped", "The HTML is longer than about 102 kB, where Gmail hides the rest.", "html");
    }

    private static IReadOnlyList<Finding> Doubts(string html, ContentBudget budget)
    {
        try
        {
            // With its tags as words, which does for lines.
            var document = BoundedHtml.Parse(html.TrimStart('\uFEFF'), budget);
            return [.. Pictures(document).Take(MostOfAKind), .. Links(document).Take(MostOfAKind)];
        }
        catch (ContentTooCostlyException)
        {
            return [];
        }
    }

    private static IEnumerable<Finding> Pictures(IDocument document) => document.QuerySelectorAll("img:not([alt])")
        .Select(i => Warn(
            "email.image-without-words", "A picture has no alternative text; many people see that instead of the picture.", "html",
            LineOf(i)));

    private static IEnumerable<Finding> Links(IDocument document) =>
        from anchor in document.QuerySelectorAll("a[href]")
        let href = anchor.GetAttribute("href")!.Trim()
        where href.Length == 0 || !KnownScheme().IsMatch(href)
        select Warn(
            "email.link", $"The link \"{Text.Bound(href, 80)}\" leads nowhere from a mail; begin it with https://.", "html",
            LineOf(anchor));

    private static int? LineOf(IElement element) => element.SourceReference?.Position.Line;

    [GeneratedRegex(@"^(https?://|mailto:|tel:|sms:|#|\{\{)", RegexOptions.IgnoreCase)]
    private static partial Regex KnownScheme();
}
