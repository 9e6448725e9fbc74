using System.Net.Sockets;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Mail.Receiving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Catching;

/// <summary>
/// Runs the SMTP sink on loopback while the portal runs; a taken port is reported, the portal goes on without it and tries again.
/// </summary>
internal sealed class CatchingService(
    IOptions<MailCatcherOptions> options, CaughtMails mails, Loops loops, ILogger<CatchingService> logger) : SupervisedService(loops)
{
    private SmtpReceiver? _receiver;

    protected override string Name => "Mail catcher";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(10);

    public override void Dispose()
    {
        _receiver?.Dispose();
        base.Dispose();
    }

    protected override Task StepAsync(CancellationToken stoppingToken)
    {
        _receiver ??= Listen();
        return _receiver.RunAsync(stoppingToken);
    }

    private SmtpReceiver Listen()
    {
        var receiver = new SmtpReceiver(
            new ReceiverOptions
            {
                Port = options.Value.Port,
                HostName = "mail-catcher",
                Failed = e => logger.LogError(e, "A session of the mail catcher failed"),
            },
            (message, cancellationToken) => mails.AddAsync(string.Join(", ", message.Recipients), message.Content, cancellationToken));
        try
        {
            receiver.Start();
            return receiver;
        }
        catch (SocketException e)
        {
            receiver.Dispose();
            throw new InvalidOperationException(
                $"Port {options.Value.Port} cannot be opened ({e.Message}). Mail sent to it is deferred; set MailCatcher:Port to a free "
                    + "port.", e);
        }
    }
}
