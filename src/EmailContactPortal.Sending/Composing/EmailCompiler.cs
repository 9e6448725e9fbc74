using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Turns an email as written into one that can be filled for thousands of people.</summary>
public static class EmailCompiler
{
    /// <summary>Compiles; the problems name the input and the line. Fields nobody has are left to <see cref="TemplateChecker"/>.</summary>
    public static Result<CompiledEmail> Compile(EmailSource source, CompileOptions options)
    {
        var subject = MergeTemplate.Parse(source.Subject);
        var senderName = MergeTemplate.Parse(source.SenderName);
        var html = MergeTemplate.Parse(source.Html);
        var text = MergeTemplate.Parse(source.Text ?? "");
        var problems = TemplateProblems(("subject", subject), ("senderName", senderName), ("html", html), ("text", text)).ToList();
        if (problems.Count > 0)
            return Result<CompiledEmail>.No(problems);

        var shield = new TagShield();
        var faults = new List<TemplateFault>();
        var markedHtml = shield.Html(html, faults);
        if (faults.Count > 0)
            return Result<CompiledEmail>.No([.. faults.Select(f => Problem("html", f))]);

        var links = new LinkTable(options);
        var slots = new SlotTable(options.Base);
        var work = new HtmlWork(options, shield, links);
        var (finalHtml, madeText) = work.Run(markedHtml);
        var markedText = work.TrackText(string.IsNullOrWhiteSpace(source.Text) ? madeText : shield.Text(text));

        var compiledHtml = shield.Unshield(finalHtml);
        var compiledText = shield.Unshield(markedText);
        if (compiledHtml.Faults.Count > 0 || compiledText.Faults.Count > 0)
            return Result<CompiledEmail>.No("template.crossing", "A block like {{#if …}} begins inside one HTML element and ends inside another. Begin and end it in the same element.", "html");

        return new CompiledEmail(
            slots,
            links,
            slots.Pattern(subject, escapes: false),
            slots.Pattern(senderName, escapes: false),
            slots.Pattern(compiledHtml, escapes: true),
            slots.Pattern(compiledText, escapes: false));
    }

    internal static IEnumerable<Problem> TemplateProblems(params IEnumerable<(string Field, MergeTemplate Template)> templates) =>
        templates.SelectMany(t => t.Template.Faults.Select(f => Problem(t.Field, f)));

    private static Problem Problem(string field, TemplateFault fault) =>
        new("template.syntax", $"Line {fault.Line}: {fault.Message}", field, fault.Line);
}
