using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Sending.Composing.Markup;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Turns an email as written into one that can be filled for thousands of people.</summary>
public static class EmailCompiler
{
    /// <summary>
    /// Compiles, within bounds; the problems name the input and the line. Fields nobody has are left to <see cref="TemplateChecker"/>.
    /// </summary>
    public static Result<CompiledEmail> Compile(
        EmailSource source, CompileOptions options, CancellationToken cancellationToken = default) =>
        Compile(source, options, new ContentBudget(options.Timeout, cancellationToken));

    internal static Result<CompiledEmail> Compile(EmailSource source, CompileOptions options, ContentBudget budget)
    {
        var problems = TooLong(source).ToList();
        if (problems.Count > 0)
            return Result<CompiledEmail>.No(problems);

        var subject = MergeTemplate.Parse(source.Subject);
        var senderName = MergeTemplate.Parse(source.SenderName);
        var html = MergeTemplate.Parse(source.Html);
        var text = MergeTemplate.Parse((source.Text ?? "").TrimStart('\uFEFF'));
        problems = [.. TemplateProblems(("subject", subject), ("senderName", senderName), ("html", html), ("text", text))];
        if (problems.Count > 0)
            return Result<CompiledEmail>.No(problems);

        var placeholders = new TagPlaceholders();
        var faults = new List<TemplateFault>();
        var markedHtml = placeholders.Html(html, faults);
        if (faults.Count > 0)
            return Result<CompiledEmail>.No([.. faults.Take(TemplateChecker.MostOfAKind).Select(f => Syntax("html", f))]);

        var links = new LinkTable(options);
        var writer = new LinkWriter(options, placeholders, links);
        var work = new HtmlRewriter(options, placeholders, writer, budget);
        string finalHtml, finalText;
        try
        {
            (finalHtml, finalText) = work.Run(markedHtml);
        }
        catch (ContentTooCostlyException bound)
        {
            return Problem.Told("template.too-costly", At(bound.Line, bound.Message)).At("html", bound.Line);
        }

        try
        {
            finalText = string.IsNullOrWhiteSpace(source.Text) ? finalText : work.TrackText(placeholders.Text(text));
        }
        catch (ContentTooCostlyException bound)
        {
            return Problem.Told("template.too-costly", bound.Message).At("text");
        }

        if (writer.Faults.Count > 0)
            return Result<CompiledEmail>.No([.. writer.Faults.Select(f => Problem
                .Told("template.link", At(f.Line, char.ToUpperInvariant(f.Message[0]) + f.Message[1..])).At("html", f.Line))]);
        var compiledHtml = placeholders.PutTagsBack(finalHtml);
        var compiledText = placeholders.PutTagsBack(finalText);
        if (compiledHtml.Faults.Count > 0 || compiledText.Faults.Count > 0)
            return Problem.Invalid("template.crossing").At("html");

        var slots = new SlotTable(options.Base);
        return new CompiledEmail(
            slots,
            links,
            slots.Pattern(subject, escapes: false),
            slots.Pattern(senderName, escapes: false),
            slots.Pattern(compiledHtml, escapes: true),
            slots.Pattern(compiledText, escapes: false));
    }

    internal static IEnumerable<Problem> TemplateProblems(params IEnumerable<(string Field, MergeTemplate Template)> templates) =>
        templates.SelectMany(t => t.Template.Faults.Select(f => Syntax(t.Field, f)));

    /// <summary>Nothing of what is too long is read at all.</summary>
    internal static IEnumerable<Problem> TooLong(EmailSource source) =>
        from input in new[]
        {
            ("subject", source.Subject, Email.MaxSubject),
            ("senderName", source.SenderName, Email.MaxSubject),
            ("html", source.Html, Email.MaxBody),
            ("text", source.Text ?? "", Email.MaxBody),
        }
        let what = (Field: input.Item1, Length: input.Item2.Length, Most: input.Item3)
        where what.Length > what.Most
        select Problem.Invalid("template.too-long", what.Most).At(what.Field);

    private static Problem Syntax(string field, TemplateFault fault) =>
        Problem.Told("template.syntax", At(fault.Line, fault.Message)).At(field, fault.Line);

    private static string At(int? line, string message) => line is null ? message : $"Line {line}: {message}";
}
