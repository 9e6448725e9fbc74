using System.Text;

namespace EmailContactPortal.Domain.Templates;

/// <summary>Cuts a template into words and tags. The syntax is the part of Handlebars that mails need.</summary>
internal sealed class TemplateScanner(string template)
{
    private const int MaxTag = 500;
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
        while (_at < template.Length)
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
        var start = _at;
        var line = _line;
        var (open, close) = template.AsSpan(start).StartsWith("{{{") ? ("{{{", "}}}")
            : template.AsSpan(start).StartsWith("{{!--") ? ("{{!--", "--}}") : ("{{", "}}");
        var end = template.IndexOf(close, start + open.Length, StringComparison.Ordinal);
        if (end < 0 || close != "--}}" && end - start > MaxTag)
        {
            _faults.Add(new TemplateFault($"The tag \"{Text.Bound(template[start..Math.Min(template.Length, start + 30)].ReplaceLineEndings(" "), 30)}\" is not closed with {close}.", line));
            return false;
        }

        var written = template[start..(end + close.Length)];
        var inner = template[(start + open.Length)..end].Trim();
        var token = open == "{{!--" || inner.StartsWith('!') ? null : TagReader.Read(inner, written, open == "{{{", line, start, _faults);
        var isBlock = token is null or { Kind: not TokenKind.Field };
        var afterTag = end + close.Length;
        var rest = isBlock ? StandsAlone(afterTag) : 0;
        FlushWords();
        if (token is not null)
            _tokens.Add(token);
        _line += written.AsSpan().Count('\n');
        _at = afterTag;
        if (rest > 0)
            Skip(rest);
        (_wordsLine, _wordsStart) = (_line, _at);
        return true;
    }

    // A block tag that has its line for itself leaves no empty line behind, as in Handlebars.
    private int StandsAlone(int after)
    {
        var before = _words.Length;
        while (before > 0 && _words[before - 1] is ' ' or '\t')
            before--;
        var startsLine = before > 0 ? _words[before - 1] == '\n' : _at - _words.Length == 0 || _at - (_words.Length - before) is var p && (p == 0 || template[p - 1] == '\n');
        var end = after;
        while (end < template.Length && template[end] is ' ' or '\t')
            end++;
        if (!startsLine || end < template.Length && template[end] is not ('\r' or '\n'))
            return 0;

        _words.Length = before;
        if (end < template.Length && template[end] == '\r')
            end++;
        if (end < template.Length && template[end] == '\n')
            end++;
        return end - after;
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
