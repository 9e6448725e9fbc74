using System.Net;
using System.Net.Sockets;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Mail.Receiving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Tracking.Returned;

/// <summary>
/// The SMTP receiver of returned mail: takes nothing but what the portal's own mails name, bounded in size, connections and rate.
/// </summary>
internal sealed class ReturnedMailService(
    ReturnedMails mails, IOptions<ReturnedMailOptions> options, TimeProvider time, Loops loops, ILogger<ReturnedMailService> logger)
    : SupervisedService(loops)
{
    private readonly Lock _gate = new();
    private long _minute;
    private int _taken;
    private SmtpReceiver? _receiver;

    protected override string Name => "Receiving returned mail";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(10);

    /// <summary>Listens before the portal says that it is ready.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Listen();
        }
        catch (SocketException e)
        {
            logger.LogError(
                "Returned mail cannot be received on port {Port}: {Reason}. Set Bounces:SmtpPort to a free port that the portal may open.",
                options.Value.SmtpPort, e.Message);
        }

        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _receiver?.Dispose();
        base.Dispose();
    }

    protected override Task StepAsync(CancellationToken stoppingToken)
    {
        Listen();
        return _receiver!.RunAsync(stoppingToken);
    }

    private void Listen()
    {
        if (_receiver is not null) return;
        var receiver = new SmtpReceiver(
            new ReceiverOptions
            {
                Address = IPAddress.Parse(options.Value.Address),
                Port = options.Value.SmtpPort,
                HostName = options.Value.Domain,
                MaxMessageSize = options.Value.MaxMessageSize,
                MaxConnections = options.Value.MaxConnections,
                MaxRecipients = 10,
                Timeout = TimeSpan.FromSeconds(60),
                MaxSession = TimeSpan.FromMinutes(10),
                Knows = mails.Knows,
                Failed = e => logger.LogError(e, "A session of the receiver of returned mail failed"),
            },
            TakeAsync);
        try
        {
            receiver.Start();
        }
        catch
        {
            receiver.Dispose();
            throw;
        }

        _receiver = receiver;
    }

    private async ValueTask<bool> TakeAsync(ReceivedMessage mail, CancellationToken cancellationToken)
    {
        if (!MayTake()) return false;
        try
        {
            return await mails.TakeAsync(mail, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database may be away; the sender keeps the mail and comes again.
            logger.LogError(e, "A returned mail could not be recorded");
            return false;
        }
    }

    private bool MayTake()
    {
        lock (_gate)
        {
            var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (minute != _minute) (_minute, _taken) = (minute, 0);
            return ++_taken <= options.Value.MaxPerMinute;
        }
    }
}
