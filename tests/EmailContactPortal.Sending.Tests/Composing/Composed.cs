using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Sending.Tests.Composing;

/// <summary>Emails of a line or two, composed for one person.</summary>
internal static class Composed
{
    internal static readonly Uri Portal = new("https://mail.example.com/");
    internal static readonly PublicToken Tokens = new(new byte[32]);
    internal static readonly Person Anna = new("anna@example.com", "Anna", "K", """{"a":"1","empty":"","link":"https://own.example/"}""");
    internal static readonly UtmParameters Utm = new("portal", "email", "spring");

    internal static string Unsubscribe => "https://mail.example.com/u/" + Tokens.Create(TokenScope.Subscription, 7);

    internal static string Online => "https://mail.example.com/v/" + Tokens.Create(TokenScope.View, 7);

    internal static EmailSource Source(string html, string? text = null) => new("Hello", "Shop", "shop@example.com", null, html, text);

    internal static CompiledEmail Compile(string html, string? text = null, UtmParameters? utm = null)
    {
        var compiled = EmailCompiler.Compile(Source(html, text), new CompileOptions(Portal) { Utm = utm });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Problems.Select(p => p.Message)));
        return compiled.Value;
    }

    /// <summary>With the address of each link in place of its token, in brackets.</summary>
    internal static RenderedEmail Render(string html, string? text = null, UtmParameters? utm = null, Person? person = null)
    {
        var compiled = Compile(html, text, utm);
        var mail = compiled.Render(person ?? Anna, Tokens, 7, [.. compiled.Links.Select((_, i) => i + 1)]);
        return mail with { Html = Clear(mail.Html, compiled), Text = Clear(mail.Text, compiled) };
    }

    private static string Clear(string content, CompiledEmail compiled)
    {
        for (var i = 0; i < compiled.Links.Count; i++)
            content = content.Replace(
                "https://mail.example.com/c/" + Tokens.Create(TokenScope.Click, 7, i + 1), $"<{compiled.Links[i].Url}>",
                StringComparison.Ordinal);
        return content;
    }
}
