using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>Writing in a real browser: nothing that is written is changed, moved or lost.</summary>
public sealed partial class WritingTests : IAsyncLifetime
{
    private PortalProcess portal = null!;
    private Browsing browsing = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalProcess.StartAsync();
        browsing = await Browsing.StartAsync();
        page = await browsing.SignInAsync(portal);
    }

    public async Task DisposeAsync()
    {
        await Browsing.KeepAsync(page, "last-writing");
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task What_the_visual_editor_did_not_change_comes_back_as_it_was_written()
    {
        await NewEmailAsync("Samples");
        var address = page.Url;
        var found = await page.EvaluateAsync<string[]>(
            """
            async ({ visual, source }) => {
              const { visualEditor } = await import('/js/editor/visual-editor.js');
              const place = document.body.appendChild(document.createElement('div'));
              const wrong = [];
              const tags = text => (text.match(/\{\{[^]*?\}\}|<!--[^]*?-->|<(?:script|style)[^]*?<\/(?:script|style)>/g) ?? []).join('\n');
              for (const sample of visual) {
                let now = sample;
                const made = visualEditor(place, sample, text => { now = text; });
                if (made.reason) { wrong.push(`Source, though it need not: ${sample}: ${made.reason}`); continue; }
                const jodit = Object.values(Jodit.instances).find(j => place.contains(j.container));
                jodit.events.fire('change');
                if (now !== sample) wrong.push(`Changed by opening: ${sample} -> ${now}`);
                const walker = jodit.editorDocument.createTreeWalker(jodit.editor, NodeFilter.SHOW_TEXT);
                let text = walker.nextNode();
                while (text && (!text.data.trim() || /\{\{[#/e]/.test(text.data))) text = walker.nextNode();
                if (text) {
                  text.data = `Edited ${text.data}`;
                  jodit.synchronizeValues();
                  await new Promise(next => setTimeout(next, 20));
                  if (!now.includes('Edited')) wrong.push(`Edit lost: ${sample}`);
                  if (tags(now) !== tags(sample)) wrong.push(`Tags moved: ${sample} -> ${now}`);
                  if (/jodit|data-ecp|ecp-\d/.test(now)) wrong.push(`Left behind: ${now}`);
                  if (now.length < sample.length) wrong.push(`Shorter: ${sample} -> ${now}`);
                }
                made.close();
              }
              for (const sample of source) {
                const made = visualEditor(place, sample, () => {});
                if (made.reason) continue;
                made.close();
                wrong.push(`Visual, though it may not: ${sample}`);
              }
              place.remove();
              return wrong;
            }
            """,
            new { visual = MailSamples.Visual, source = MailSamples.Source });
        Assert.Empty(found);
        Assert.Equal(address, page.Url);
    }

    [Fact]
    public async Task Rows_for_a_few_stay_in_their_table_and_a_mail_that_leads_away_is_only_text()
    {
        var id = await NewEmailAsync("Rows for a few");
        const string html =
            "<html><head><meta http-equiv=\"refresh\" content=\"0;url=/settings/site\"></head><body>\n<table>\n{{#if "
                + "firstname}}\n<tr><td>For a few</td></tr>\n{{/if}}\n<tr><td><a href=\"https://x.example/?n={{default firstname "
                + "\"you\"}}\">All</a></td></tr>\n</table>\n</body></html>";
        await SourceAsync(html);
        await SaveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Visual", Exact = true }).ClickAsync();
        var frame = page.FrameLocator("iframe.jodit-wysiwyg_iframe");
        await frame.GetByText("For a few").ClickAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.TypeAsync(" only");
        await Browsing.LookAsync(page, "email-visual");
        await page.GetByRole(AriaRole.Button, new() { Name = "Source", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.True(
            await page.EvaluateAsync<bool>("document.activeElement.closest('.jodit-toolbar__box') !== null"),
            "The toolbar cannot be reached by Tab.");
        await SaveAsync();
        await page.ReloadAsync();
        Assert.Equal(html.Replace("For a few", "For a few only", StringComparison.Ordinal), await page.Locator("#Html").InputValueAsync());
        Assert.EndsWith(id, page.Url, StringComparison.Ordinal);

        await SourceAsync(MailSamples.Source[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Visual", Exact = true }).ClickAsync();
        await page.GetByText("only Outlook reads").WaitForAsync();
        await Browsing.LookAsync(page, "email-source-why");
        Assert.Equal(MailSamples.Source[0], await page.Locator("#Html").InputValueAsync());

        await page.GetByRole(AriaRole.Tab, new() { Name = "Info" }).ClickAsync();
        await page.GetByLabel("Sender address").FillAsync("no address");
        await page.GetByLabel("Active", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the email" }).ClickAsync();
        await page.GetByText("Not saved. What is stored is of").WaitForAsync();
        Assert.Equal("Not active", (await page.Locator(".ecp-head .ecp-state").InnerTextAsync()).Trim());
        await Browsing.LookAsync(page, "email-refused");
        await page.GetByLabel("Sender address").FillAsync("news@meadow.example");
        Assert.Equal(0, await page.Locator("[data-problems] a[href='#SenderAddress']").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Wide" }).ClickAsync();
        await Eventually.TrueAsync(
            async () => (await page.Locator("iframe[name=mail-preview]").BoundingBoxAsync())!.Width > 600, TimeSpan.FromSeconds(5),
            () => "Wide is not wide.");
        Assert.Empty(browsing.ConsoleErrors);
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_writes_costs_nothing()
    {
        await NewEmailAsync("Long text");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Info" }).ClickAsync();
        await EndSessionAsync();
        await page.GetByLabel("Subject").FillAsync("Written for an hour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the email" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to save" }).WaitForAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByText("do not match").WaitForAsync();
        await Browsing.LookAsync(page, "sign-in-again");
        await SignInAgainAsync();
        await page.Locator("[data-saved] time").WaitForAsync();
        await page.ReloadAsync();
        Assert.Equal("Written for an hour", await page.Locator("#Subject").InputValueAsync());

        // Another window of this browser was given to somebody else.
        await page.GetByRole(AriaRole.Tab, new() { Name = "Info" }).ClickAsync();
        await page.EvaluateAsync("document.body.dataset.user = '999'");
        await page.GetByLabel("Subject").FillAsync("Not in another's name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the email" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Somebody else is signed in now" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not save" }).ClickAsync();
        Assert.Equal("Not saved yet", await page.Locator("[data-saved] span").InnerTextAsync());
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.EvaluateAsync("localStorage.clear()");

        await page.GotoAsync("/campaigns/new");
        await page.GetByLabel("Name").FillAsync("Long draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await page.Locator("[data-draft]").WaitForAsync();
        await EndSessionAsync();
        await page.GetByLabel("Sender name").FillAsync("Meadow");
        await SignInAgainAsync();
        await page.Locator("[data-saved]", new() { HasTextRegex = Saved() }).WaitForAsync();
        await page.ReloadAsync();
        Assert.Equal("Meadow", await page.Locator("#SenderName").InputValueAsync());

        await page.GotoAsync("/settings/list-types/new");
        await page.GetByLabel("Name").FillAsync("Kept list type");
        await EndSessionAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await page.GotoAsync("/settings/list-types/new");
        await page.GetByLabel("E-mail address").FillAsync(PortalProcess.AdminEmail);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(PortalProcess.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByText("was not saved").WaitForAsync();
        await Browsing.LookAsync(page, "kept");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it back" }).ClickAsync();
        Assert.Equal("Kept list type", await page.GetByLabel("Name").InputValueAsync());
        await page.GetByLabel("Name").PressAsync("Enter");
        await page.GetByText("is made").WaitForAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(localStorage).filter(k => k.startsWith('ecp-kept')).length"));
    }

    [Fact]
    public async Task A_draft_names_what_it_could_not_save_and_two_tabs_can_choose()
    {
        await page.GotoAsync("/campaigns/new");
        await page.GetByLabel("Name").FillAsync("Two tabs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await page.Locator("[data-draft]").WaitForAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await page.GetByLabel("Sender address").FillAsync("nobody");
        await page.GetByText("One field is not saved").WaitForAsync();
        Assert.Contains("is-invalid", await page.Locator("#SenderAddress").GetAttributeAsync("class"), StringComparison.Ordinal);
        Assert.Equal("Not saved", (await page.Locator("#what .card-header .ecp-state").InnerTextAsync()).Trim());
        Assert.True(await page.Locator("[data-part=send] button").IsDisabledAsync());
        await Browsing.LookAsync(page, "draft-refused");
        await page.GetByLabel("Sender address").FillAsync("news@meadow.example");
        await page.Locator("[data-saved]", new() { HasTextRegex = Saved() }).WaitForAsync();

        await other.GetByLabel("Subject").FillAsync("Mine");
        await other.GetByText("Somebody else changed this campaign meanwhile").WaitForAsync();
        await Browsing.LookAsync(other, "draft-conflict");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save mine over it" }).ClickAsync();
        await other.Locator("[data-saved]", new() { HasTextRegex = Saved() }).WaitForAsync();
        await page.ReloadAsync();
        Assert.Equal(
            ("Mine", "news@meadow.example"),
            (await page.Locator("#Subject").InputValueAsync(), await page.Locator("#SenderAddress").InputValueAsync()));
    }

    private async Task<string> NewEmailAsync(string name)
    {
        await page.GotoAsync("/content/emails/new");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin writing" }).ClickAsync();
        await page.Locator("[data-edit-as].active").WaitForAsync();
        return new Uri(page.Url).AbsolutePath;
    }

    private async Task SourceAsync(string html)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Source", Exact = true }).ClickAsync();
        await page.GetByLabel("HTML source").FillAsync(html);
        Assert.Equal(html, await page.Locator("#Html").InputValueAsync());
    }

    private async Task SaveAsync()
    {
        var before = await page.Locator("[name=Version]").First.InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the email" }).ClickAsync();
        await page.Locator($"[name=Version]:not([value='{before}'])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("[data-edit-as].active").WaitForAsync();
    }

    [GeneratedRegex("^\\s*Saved")]
    private static partial Regex Saved();

    private Task EndSessionAsync() => page.Context.ClearCookiesAsync(new() { Name = "ecp" });

    private async Task SignInAgainAsync()
    {
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Password", new() { Exact = true }).FillAsync(PortalProcess.AdminPassword);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
