using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Sending;
using EmailContactPortal.Sending.Closing;
using EmailContactPortal.Sending.Delivering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

// The sending half of the portal as a process of its own, so that tests can kill it: provider, connection string, campaign.
var services = new ServiceCollection();
services.AddLogging();
services.AddData(new DatabaseOptions { Provider = args[0], ConnectionString = args[1] });
var options = new SendingOptions { PublicUrl = new Uri("https://mail.example.com"), Lease = TimeSpan.FromSeconds(3) };
// A lease shorter than any installation may have, so that a take-over is seen soon.
services.AddSending(options).AddSingleton(Options.Create(options));
await using var provider = services.BuildServiceProvider();
var campaign = int.Parse(args[2], CultureInfo.InvariantCulture);
var sender = provider.GetRequiredService<CampaignSender>();
var closer = provider.GetRequiredService<CampaignCloser>();
using var stop = new CancellationTokenSource();
using var polite = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

while (!stop.IsCancellationRequested)
{
    var settled = await sender.RunAsync(campaign, stop.Token);
    if (await closer.CloseAsync(campaign, CancellationToken.None))
        return 0;
    if (settled == 0)
        await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
}

return 3;
