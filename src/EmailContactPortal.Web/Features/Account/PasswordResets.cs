using System.Globalization;
using System.Net;
using System.Threading.Channels;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Web.Features.Account.SigningIn;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>
/// Mails for forgotten passwords. A request only puts the address into a queue, so that its answer takes the same time and says the same
/// whether there is such an account; the link works once, for an hour, because it is bound to the account's security stamp.
/// </summary>
internal sealed class PasswordResets(
    IServiceScopeFactory scopes, SignInThrottle throttle, IMemoryCache cache, ILogger<PasswordResets> logger,
    Loops loops) : SupervisedService(loops)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Mails to one account within <see cref="Life"/>.</summary>
    private const int PerAccount = 3;

    private readonly Channel<Asked> asked =
        Channel.CreateBounded<Asked>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that somebody asked; false when this caller asks too often.</summary>
    public bool Ask(IPAddress? caller, string email, CultureInfo language)
    {
        var throttled = throttle.Take(caller, "reset:" + email, known: null);
        if (throttled == Throttled.No) asked.Writer.TryWrite(new Asked(Text.Bound(email.Trim(), EmailAddress.MaxLength), language));
        return throttled != Throttled.Caller;
    }

    /// <summary>Whether there is a mail server to send it with.</summary>
    public static Task<bool> CanBeMailedAsync(PortalContext db, CancellationToken cancellationToken) =>
        db.MailServers.AsNoTracking().AnyAsync(s => s.IsEnabled, cancellationToken);

    protected override string Name => "Mails for forgotten passwords";

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        await foreach (var (email, language) in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, language, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "A mail for a forgotten password could not be sent");
            }
        }
    }

    private async Task SendAsync(string email, CultureInfo language, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var portal = scope.ServiceProvider.GetRequiredService<IOptions<PortalOptions>>();
        if (await users.FindByNameAsync(email) is not { IsActive: true, Email: { } to } user || !MayGetAnother(user.Id)) return;
        var token = Uri.EscapeDataString(await users.GeneratePasswordResetTokenAsync(user));
        var link = portal.Value.Link(string.Create(CultureInfo.InvariantCulture, $"/account/reset?user={user.Id}&token={token}"));
        var text = Words.In(language, "Somebody, probably you, asked for a new password at {0}.", portal.Value.PublicUrl.Host) + "\n\n"
            + Words.In(language, "Set it here, within an hour; the link works once:") + $"\n{link}\n\n"
            + Words.In(language, "If it was not you, do nothing: the present password stays.") + "\n";
        var sent = await scope.ServiceProvider.GetRequiredService<TestSender>()
            .SendNoticeAsync(to, Words.In(language, "Set a new password"), text, cancellationToken);
        if (!sent.Succeeded) logger.LogWarning("A mail for a forgotten password was not sent: {Reason}", sent.Problems[0].InEnglish);
    }

    /// <summary>One request: for which address, and in which language its browser reads.</summary>
    private sealed record Asked(string Email, CultureInfo Language);

    // Nobody's mailbox is filled by somebody else's impatience.
    private bool MayGetAnother(int userId)
    {
        var key = (typeof(PasswordResets), userId);
        var sent = cache.Get<int>(key);
        cache.Set(key, sent + 1, Life);
        return sent < PerAccount;
    }
}
