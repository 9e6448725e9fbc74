using System.Diagnostics;
using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Receiving;
using EmailContactPortal.Sending;
using EmailContactPortal.Sending.Closing;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// A whole campaign, personalised and tracked, from launch to the last recorded outcome against an SMTP sink, and in the same run the
/// same number of messages of the same size by a bare loop of the same transport that records nothing, and by Postfix's smtp-source where
/// it is installed. <c>--transport mailkit</c> (the default) or <c>pipelined</c>. Without <c>--host</c> the sink is the portal's own
/// receiver; <c>--delay MS</c> keeps its answers back, <c>--dkim rsa,ed25519</c> signs.
/// </summary>
internal static class SendBenchmark
{
    // Until then the runtime compiles the code again, and that is not what is measured.
    private const int MaxWarmUp = 20_000;

    // A wire is as fast at a million as at some ten thousand.
    private const int MaxReference = 60_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var recipients = options.Number("recipients", 20_000);
        var warmUp = Math.Min(recipients, MaxWarmUp);
        var references = Math.Min(recipients, MaxReference);
        var size = options.Number("size", 20_480);
        var connections = options.Number("connections", 16);
        var client = Enum.Parse<MailClient>(options.Text("transport", "mailkit"), ignoreCase: true);
        if (options.Text("database", "sqlite") == "sqlserver"
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ECP_TEST_SQLSERVER")))
        {
            Console.Error.WriteLine("--database sqlserver needs ECP_TEST_SQLSERVER, a connection string.");
            return 2;
        }

        if (options.Text("database", "sqlite") == "sqlite")
            Environment.SetEnvironmentVariable("ECP_TEST_SQLSERVER", null);
        using var stop = new CancellationTokenSource();
        using var ownSink = Sink(options, stop.Token);
        var host = options.Text("host", "127.0.0.1");
        var port = ownSink?.Port ?? options.Number("port", 2526);
        using var delayed = new DelayedSink(host, port, TimeSpan.FromMilliseconds(options.Number("delay", 0)));
        if (options.Number("delay", 0) > 0)
        {
            delayed.Start();
            (host, port) = ("127.0.0.1", delayed.Port);
        }


        await using var database = await TestDatabase.CreateAsync();
        await using var services =
            database.Services(s => s.AddSending(new SendingOptions { PublicUrl = new Uri("https://mail.example.com") }));
        Note($"writing {recipients} members");
        var scene = new SendScene(services, size);
        await scene.PrepareAsync(host, port, connections, options.Text("dkim", ""), client);
        var warmUpId = await scene.WriteAsync("Warm-up", warmUp);
        var campaignId = await scene.WriteAsync("Benchmark", recipients);
        Note($"warming up portal and sink with {warmUp} messages each");
        await BareAsync(client, host, port, warmUp, size, connections);
        await SendAsync(services, warmUpId);

        Note($"bare loop, {connections} connections");
        var process = Process.GetCurrentProcess();
        var bareCpu = process.TotalProcessorTime;
        var bareBefore = await BareAsync(client, host, port, references, size, connections);
        Note($"{bareBefore:0} messages/s; now the campaign");
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        bareCpu = cpu - bareCpu;
        var watch = Stopwatch.StartNew();
        var launched = await SendAsync(services, campaignId, watch);
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        Note($"launched in {launched.TotalSeconds:0.0} s, all in {seconds:0.0} s; bare loop again");
        var bareAfter = await BareAsync(client, host, port, references, size, connections);

        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var sent = await db.Deliveries.CountAsync(d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Sent);
        if (sent != recipients)
            Note($"only {sent} of {recipients} are recorded as sent");
        var bare = (bareBefore + bareAfter) / 2;
        var source = await SmtpSource.RunAsync(host, port, references, size, connections);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            transport = client.ToString().ToLowerInvariant(),
            messagesPerSecond = Math.Round(sent / seconds),
            bareLoopPerSecond = Math.Round(bare),
            ratio = Math.Round(sent / seconds / bare, 2),
            smtpSourcePerSecond = source is null ? (double?)null : Math.Round(source.Value),
            ratioToSmtpSource = source is null ? (double?)null : Math.Round(sent / seconds / source.Value, 2),
            peakMemoryMb = process.PeakWorkingSet64 / 1024 / 1024,
            cpuMicrosecondsPerMessage = Math.Round(cpu.TotalMicroseconds / recipients, 1),
            bareCpuMicrosecondsPerMessage = Math.Round(bareCpu.TotalMicroseconds / references, 1),
            launchSeconds = Math.Round(launched.TotalSeconds, 2),
            recipients,
            size,
            connections,
            uncertainOrFailed = recipients - sent,
        }));
        await stop.CancelAsync();
        return sent == recipients ? 0 : 1;
    }

    private static Task<double> BareAsync(MailClient client, string host, int port, int messages, int size, int connections) =>
        client == MailClient.Pipelined
            ? BareLoop.RunAsync(host, port, messages, size, connections)
            : BareMailKit.RunAsync(host, port, messages, size, connections);

    private static async Task<TimeSpan> SendAsync(IServiceProvider services, int campaignId, Stopwatch? watch = null)
    {
        var launch = await services.GetRequiredService<CampaignLauncher>().LaunchAsync(campaignId, default);
        if (!launch.Succeeded)
            throw new InvalidOperationException(launch.Problems[0].Message);
        var launched = watch?.Elapsed ?? default;
        var sender = services.GetRequiredService<CampaignSender>();
        var closer = services.GetRequiredService<CampaignCloser>();
        do
            await sender.RunAsync(campaignId, default);
        while (!await closer.CloseAsync(campaignId, default));
        return launched;
    }

    private static SmtpReceiver? Sink(Options options, CancellationToken cancellationToken)
    {
        if (options.Text("host", "").Length > 0 || options.Text("port", "").Length > 0)
            return null;
        var sink = new SmtpReceiver(new ReceiverOptions { MaxConnections = 1000 }, (_, _) => ValueTask.FromResult(true));
        sink.Start();
        _ = sink.RunAsync(cancellationToken);
        return sink;
    }

    private static void Note(string words) => Console.Error.WriteLine(words);
}
