using System.Diagnostics;
using System.Text.Json;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Throttling;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// What pacing costs a message: asking the gates of its mail server and recipient domain, and counting its outcome. With limits so
/// high that nothing waits, because waiting is what limits are for.
/// </summary>
internal static class PaceBenchmark
{
    public static Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var messages = options.Number("messages", 2_000_000);
        var lines = options.Number("lines", 4);
        var emails = Enumerable.Range(0, 1_000).Select(i => $"person{i}@{(i % 3 == 0 ? "gmail.com" : $"domain{i % 97}.example")}")
            .ToArray();
        Measure(messages / 10, lines, emails, limited: false);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            nanosecondsWithoutLimits = Measure(messages, 1, emails, limited: false),
            nanosecondsWithoutLimitsAllLines = Measure(messages, lines, emails, limited: false),
            nanosecondsWithLimits = Measure(messages, 1, emails, limited: true),
            nanosecondsWithLimitsAllLines = Measure(messages, lines, emails, limited: true),
            lines,
            messages,
        }));
        return Task.FromResult(0);
    }

    // Time of the whole machine per message; on several lines it is divided by what they did together.
    private static double Measure(int messages, int lines, string[] emails, bool limited)
    {
        var time = TimeProvider.System;
        var server = new MailServer { Id = 1, Name = "Server", Host = "localhost", MaxPerSecond = limited ? 1e9 : 0 };
        var gate = new ServerThrottle(server, new ServerShares(time), time);
        gate.Refresh(server, 1);
        var book = new DomainThrottles(time);
        book.Refresh([new DomainLimit
        {
            Id = 1,
            Name = "Gmail",
            Domains = "gmail.com googlemail.com",
            MaxPerSecond = limited ? 1e9 : 0,
            HoldsForRelays = limited,
        }]);
        var counters = new CampaignCounters(1, emails.Select(e => e.Split('@')[1]).Distinct().Take(25));
        Parallel.For(0, lines, _ => Ask(messages / 10, emails, gate, book, counters));
        var watch = Stopwatch.StartNew();
        Parallel.For(
            0, lines, new ParallelOptions { MaxDegreeOfParallelism = lines }, _ => Ask(messages / lines, emails, gate, book, counters));
        return Math.Round(watch.Elapsed.TotalNanoseconds / messages, 1);
    }

    private static void Ask(int messages, string[] emails, ServerThrottle gate, DomainThrottles book, CampaignCounters counters)
    {
        for (var i = 0; i < messages; i++)
        {
            while (!gate.TryPass())
                Thread.SpinWait(10);
            var email = emails[i % emails.Length];
            var domain = book.Find(email);
            while (domain?.TryPass(false) == false)
                Thread.SpinWait(10);
            PacingSession.Accepted(gate, domain);
            domain?.Done();
            counters.Moved(email, 1, DeliveryStatus.Pending, DeliveryStatus.Sent);
        }
    }
}
