using System.Text;

namespace EmailContactPortal.Domain.Templates;

/// <summary>Cuts a template into words and tags. The syntax is the part of Handlebars that mails need.</summary>
internal sealed class TemplateScanner(string template)
{
    // Whoever reads more than these has seen enough.
    internal const int MaxFaults = 20;
    private readonly List<TemplateToken> _tokens = [];
    private readonly List<TemplateFault> _faults = [];
    private readonly StringBuilder _words = new();
    private int _at;
    private int _line = 1;
    private int _wordsLine = 1;
    private int _wordsStart;

    internal static (List<TemplateToken> Tokens, List<TemplateFault> Faults) Scan(string template)
    {
        var scanner = new TemplateScanner(template);
        scanner.Run();
        return (scanner._tokens, scanner._faults);
    }

    private void Run()
    {
        while (_at < template.Length && _faults.Count < MaxFaults)
        {
            var open = template.IndexOf("{{", _at, StringComparison.Ordinal);
            if (open < 0)
            {
                Take(template.Length - _at);
                break;
            }

            // A backslash before the braces makes them words.
            var isEscaped = open > _at && template[open - 1] == '\\';
            Take(open - _at - (isEscaped ? 1 : 0));
            if (isEscaped)
            {
                _at++;
                Take(2);
            }
            else if (!TryTag())
                Take(2);
        }

        FlushWords();
    }

    private bool TryTag()
    {
        var (start, line) = (_at, _line);
        if (TagSpan.Find(template, start, out var close) is not { } tag)
        {
            var begins = Text.Bound(template[start..Math.Min(template.Length, start + 30)].ReplaceLineEndings(" "), 30);
            _faults.Add(new TemplateFault($"The tag \"{begins}\" is not closed with {close}.", line));
            return false;
        }

        if (_tokens.Count >= MergeTemplate.MaxPieces)
        {
            _faults.Add(new TemplateFault(
                $"There are more than {MergeTemplate.MaxPieces:N0} merge fields, blocks and texts between them, which is as many as are "
                    + "read.", line));
            _at = template.Length;
            return true;
        }

        var written = template[start..tag.End];
        var token = tag.IsComment ? null : TagReader.Read(tag.Inner, written, tag.IsRaw, line, start, _faults);
        var rest = token is null or { Kind: not TokenKind.Field } ? StandsAlone(tag.End) : 0;
        if (tag.StripsBefore)
            _words.Length = BlanksBefore(static c => char.IsWhiteSpace(c));
        if (tag.StripsAfter)
            rest = BlanksAfter(tag.End, static c => char.IsWhiteSpace(c)) - tag.End;
        FlushWords();
        if (token is not null)
            _tokens.Add(token);
        _line += written.AsSpan().Count('\n');
        _at = tag.End;
        Skip(rest);
        (_wordsLine, _wordsStart) = (_line, _at);
        return true;
    }

    // A block tag that has its line for itself leaves no empty line behind, as in Handlebars.
    private int StandsAlone(int after)
    {
        var before = BlanksBefore(static c => c is ' ' or '\t');
        var startsLine = before > 0
            ? _words[before - 1] == '\n'
            : _at - _words.Length == 0 || _at - (_words.Length - before) is var p && (p == 0 || template[p - 1] == '\n');
        var end = BlanksAfter(after, static c => c is ' ' or '\t');
        if (!startsLine || end < template.Length && template[end] is not ('\r' or '\n'))
            return 0;

        _words.Length = before;
        if (end < template.Length && template[end] == '\r')
            end++;
        if (end < template.Length && template[end] == '\n')
            end++;
        return end - after;
    }

    private int BlanksBefore(Func<char, bool> isBlank)
    {
        var before = _words.Length;
        while (before > 0 && isBlank(_words[before - 1]))
            before--;
        return before;
    }

    private int BlanksAfter(int after, Func<char, bool> isBlank)
    {
        while (after < template.Length && isBlank(template[after]))
            after++;
        return after;
    }

    private void Take(int count)
    {
        _words.Append(template, _at, count);
        Skip(count);
    }

    private void Skip(int count)
    {
        _line += template.AsSpan(_at, count).Count('\n');
        _at += count;
    }

    private void FlushWords()
    {
        if (_words.Length > 0)
            _tokens.Add(new TemplateToken(TokenKind.Text, _words.ToString(), Line: _wordsLine, Start: _wordsStart));
        _words.Clear();
        (_wordsLine, _wordsStart) = (_line, _at);
    }
}
