using CsCheck;

namespace EmailContactPortal.Fuzz.Tests;

/// <summary>Makes input out of the pieces that its language is made of, in any order, now and then one of them many times.</summary>
internal static class Inputs
{
    private static readonly Gen<string> Words = Gen.Frequency<string>(
        (4, Gen.OneOf<string>("a", "Anna", " ", "\n", "\r\n", "\t", "0", "-", ".", "ä", "世", "\u00a0", "x y")),
        (1, Gen.OneOf<string>(
            "\0", "\uFEFF", "\u200b", "\ud83d", "\ude00", "\uE000", "\uE001", "\uE0020\uE001", "\u202e", "\x1b", "\u2028", "\x85", "😀")),
        (1, Gen.String[0, 20]));

    /// <summary>Pieces of a template.</summary>
    internal static readonly string[] Tags =
    [
        "{{firstname}}", "{{a}}", "{{{a}}}", "{{ a }}", "{{#if a}}", "{{#if empty}}", "{{#unless a}}", "{{else}}", "{{^}}", "{{/if}}",
        "{{/unless}}", "{{default a \"x\"}}", "{{default empty 'y'}}",
        "{{~a~}}", "{{~#if a~}}", "{{~else~}}", "{{~/if~}}", "{{! x }}", "{{!-- x --}}", "{{~!-- x --~}}", "\\{{", "{{", "}}", "{{{",
        "}}}", "{{!--", "--}}", "~", "{{unsubscribe_url}}", "{{online_url}}", "{{#each a}}", "{{nobody}}",
    ];

    /// <summary>Pieces of a mail's HTML.</summary>
    internal static readonly string[] Html =
    [
        "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<b>", "</b>", "<i class=x>", "<a href=\"",
        "<a href='", "\">", "'>", "</a>", "<a href=https://x.example/>", "https://x.example/", "http://", "?q=", "#x",
        "mailto:x@y.example", "utm_source=own", "&amp;", "&", "<img alt=\"", "<img src=x>", "<br>", "<!--", "-->", "<!--[if mso]>",
        "<![endif]-->", "<v:roundrect href=\"https://x.example/\">", "<style>", "</style>", "<script>", "</script>", "<title>", "</title>",
        "<svg>", "<math>", "<template>", "<select>", "<form>", "<textarea>", "<li>", "<ul>", "<body>", "</body>", "</html>", "<head>",
        "<!doctype html>", "<h1>", "<span style=\"color:red", "<p title=", "=", "\"", "'", ">", "<", "/>", "<![CDATA[", "<?x", "&#0;",
        "&#xD800;", "<plaintext>", "<noscript>",
    ];

    /// <summary>Pieces of a style sheet.</summary>
    internal static readonly string[] Css =
    [
        "p", ".x", "#y", "*", "[a]", "[a=\"b c\"]", " ", ">", "+", "~", ",", ":hover", "::before", "{", "}", "color:red", ";",
        "!important", "@media x", "@import 'x'", "/*", "*/", "\"", "'", "(", ")", "url(data:x;y)", "\\", "-", "<!--", "margin: 0",
        ".ExternalClass", "div p", "u + .body",
    ];

    /// <summary>Texts of these pieces.</summary>
    internal static Gen<string> Of(params IEnumerable<string> pieces)
    {
        var one = Gen.Frequency<string>((8, Gen.OneOf<string>([.. pieces])), (2, Words));
        var many = Gen.Select(one, Gen.Frequency<int>((40, Gen.Const(1)), (2, Gen.Int[2, 40]), (1, Gen.Int[200, 20_000])))
            .Select((piece, times) => times == 1 ? piece : string.Concat(Enumerable.Repeat(piece, times)));
        return many.Array[0, 40].Select(string.Concat);
    }
}
