namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>
/// Mails as people bring them: what the visual editor must not move, tear or lose, and those that it must leave to Source.
/// </summary>
internal static class MailSamples
{
    /// <summary>Edited visually; each comes back as it was.</summary>
    public static readonly string[] Visual =
    [
        "<p>Dear {{firstname}},</p><p><a href=\"{{unsubscribe_url}}\">x</a></p>",
        "<table><tr><td>a</td></tr>{{#if vip}}<tr><td>for a few</td></tr>{{/if}}<tr><td>b</td></tr></table>",
        "<table>\n{{#if vip}}\n<tr>\n {{#if x}}<td>for a few</td>{{else}}<td>others</td>{{/if}}\n</tr>\n{{/if}}\n</table><p>End</p>",
        "<table><thead><tr><th>h</th></tr></thead><tbody>{{#unless a}}<tr><td>x</td></tr>{{/unless}}</tbody></table>",
        "<table><tbody><tr><td><table><tr>{{#if x}}<td>inner</td>{{/if}}</tr></table></td></tr></tbody></table>",
        "<p><a href=\"https://x.example/?n={{default firstname \"you\"}}\">a</a> <a href='https://x.example/?n={{default firstname "
            + "\"you\"}}&amp;b=2'>b</a></p>",
        "<a href={{url}}>x</a><a href=\"{{#if x}}https://a.example/?a=1&b=2{{/if}}\">y</a>",
        "<p style=\"color:{{#if vip}}red{{else}}blue{{/if}};font-family:'Arial',{{default font \"serif\"}}\">x</p>",
        "<p {{#if vip}}class=\"a\"{{/if}} title='{{default city \"it''s\"}}'>x</p>",
        "<p>{{! a > b }}{{!-- <b> \" --}}x{{{raw}}} {{~ firstname ~}}</p>",
        "<!doctype html>\n<html lang=\"en\">\n<head><meta http-equiv=\"refresh\" content=\"0;url=/settings/site\"><base "
            + "href=\"https://elsewhere.example/\"><title>{{firstname}}</title>\n<!--[if "
            + "mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]-->\n<style>@import url(https://elsewhere.example/a.css); "
            + "td{color:red}{{#if x}}p{margin:0}{{/if}}</style></head>\n<body bgcolor=\"#fff\" style=\"margin:0\" class=\"mail\">\n<p>Hi "
            + "&nbsp; &copy; {{firstname}} &amp; co</p>\n</body>\n</html>\n",
        "<p>a</p><!--[if mso]><v:roundrect href=\"{{default u \"x\"}}\" "
            + "arcsize=\"8%\"><w:anchorlock/><center>b</center></v:roundrect><![endif]--><!--[if !mso]><!--><a "
            + "href=\"x\">b</a><!--<![endif]-->",
        "<p>a</p><meta http-equiv=\"refresh\" content=\"0;url=/settings/site\"><script>location='/settings/site'</script><base "
            + "href=\"//elsewhere.example\" target=\"_top\"><link rel=\"stylesheet\" href=\"https://elsewhere.example/b.css\"><input "
            + "autofocus onfocus=\"location='/'\"><form action=\"/account/sign-out\" method=\"post\"><button>c</button></form>",
        "<p>a<p>b<ul><li>c<li>d</ul>",
        "text only {{firstname}}\n\nmore",
        "<p></p><div><br></div><span></span><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" alt=''><BR/><P ALIGN=center>Big</P>",
        "<ul>{{#if x}}<li>a</li>{{/if}}<li>b</li></ul><select><option>{{firstname}}</option></select>",
        "<p>1 < 2 & 3 {{ firstname }} \\{{no}} {{firstname</p>",
        "<font color=red>x</font><center>y</center><p>&#8203;&zwnj;z&shy;\u00a0q</p>",
        "<div style='font-family:\"Arial\",sans-serif'>x <b>y</b> <strong>z</strong> <em>q</em></div>",
        "",
    ];

    /// <summary>Opened in Source with a sentence why.</summary>
    public static readonly string[] Source =
    [
        "<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]-->",
        "<table>{{#if a}}<tr><td>x{{else}}y</td></tr>{{/if}}</table>",
        "<table><tbody>{{#if a}}<tr><td>x</td></tr></tbody><tbody>{{/if}}<tr><td>y</td></tr></tbody></table>",
        "<p>x {{#if a}}<b>y{{/if}}</b></p>",
        "<b><i>x</b></i>",
        "<h{{n}}>x</h{{n}}>",
        "<td {{#if vip}}class=\"a\"{{/if}}>x</td>",
        "<p class=\"a\" {{#if b}}class=\"b\"{{/if}}>x</p>",
        "<table><tr>words<td>x</td></tr></table>",
        "<div><p>x</p></div></div><p>y</p>",
    ];
}
