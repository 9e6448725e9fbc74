using System.Net.Sockets;
using EmailContactPortal.Mail.Receiving;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Catching;

/// <summary>Runs the SMTP sink on loopback while the portal runs; a taken port is reported, the portal goes on without it.</summary>
internal sealed class CatchingService(IOptions<MailCatcherOptions> options, CaughtMails mails, ILogger<CatchingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var receiver = new SmtpReceiver(
            new ReceiverOptions { Port = options.Value.Port, HostName = "mail-catcher" },
            (message, cancellationToken) => mails.AddAsync(string.Join(", ", message.Recipients), message.Content, cancellationToken));
        try
        {
            receiver.Start();
        }
        catch (SocketException e)
        {
            logger.LogError("The mail catcher cannot listen on port {Port}: {Reason}. Mail sent to it is deferred; set MailCatcher:Port to a free port.", options.Value.Port, e.Message);
            return;
        }

        await receiver.RunAsync(stoppingToken);
    }
}
