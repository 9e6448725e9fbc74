using System.Net;
using DnsClient;

namespace EmailContactPortal.Mail.Resolving;

/// <summary>Asks the DNS servers of this machine, and says in words why there is no answer.</summary>
/// <param name="servers">Whom to ask; the machine's own servers when null.</param>
/// <param name="limit">How long one question may take, 3 seconds when null; it is asked twice of each server.</param>
public sealed class DnsTextRecords(IReadOnlyList<IPEndPoint>? servers = null, TimeSpan? limit = null) : ITextRecords
{
    private const int MaxDatagram = 1232;
    private const int MaxLabel = 63;
    private static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(12);

    public async Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.TrimEnd('.').Split('.').Any(label => label.Length is 0 or > MaxLabel))
            throw new FormatException($"\"{name}\" is no name of DNS");

        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        whole.CancelAfter(WholeLimit);
        try
        {
            // A client of its own for each question: the machine's servers may have changed, and an answer that is kept would hide what was
            // just mended.
            var question = new DnsQuestion(name, QueryType.TXT);
            return Read(question, await new LookupClient(Options()).QueryAsync(question, whole.Token));
        }
        catch (Exception e) when (e is not IOException)
        {
            // The library wraps being cancelled, and some of the exceptions that leave it are not public.
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException(Words(e), e);
        }
    }

    private static List<string> Read(DnsQuestion question, IDnsQueryResponse answer)
    {
        if (!answer.Questions.Any(q => q.QueryName.Equals(question.QueryName)))
            throw new IOException("the DNS server answers another question");
        return answer.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
            ? [.. answer.Answers.TxtRecords().Select(r => string.Concat(r.Text))]
            : throw new IOException(Words(answer.Header.ResponseCode));
    }

    private LookupClientOptions Options() => new(servers is null ? [] : [.. servers.Select(s => new NameServer(s))])
    {
        AutoResolveNameServers = servers is null,
        UseCache = false,
        UseRandomNameServer = false,
        Retries = 1,
        Timeout = limit ?? TimeSpan.FromSeconds(3),
        ExtendedDnsBufferSize = MaxDatagram,
    };

    private static string Words(Exception trouble) => trouble switch
    {
        OperationCanceledException or DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } => "the DNS server does not answer",
        DnsResponseException e => $"the DNS server cannot be asked ({e.DnsError})",
        ArgumentOutOfRangeException => "this machine names no DNS server",
        _ => "the DNS server gives an answer that makes no sense",
    };

    private static string Words(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.ServerFailure =>
            "the DNS server could not find out (SERVFAIL); the domain's own DNS servers are out of reach or its DNSSEC is broken",
        DnsHeaderResponseCode.Refused => "the DNS server refuses to answer (REFUSED); it may not be meant for this machine",
        _ => $"the DNS server answers with error {(int)code}",
    };
}
