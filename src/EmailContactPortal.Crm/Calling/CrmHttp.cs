using System.Diagnostics;
using System.Net;

namespace EmailContactPortal.Crm.Calling;

/// <summary>
/// Sends requests to a CRM: bounded in time and size, waits when the CRM asks to slow down for a moment, and turns trouble on the way into
/// sentences. What an answer means is for the caller to say.
/// </summary>
internal sealed class CrmHttp(HttpClient http, CrmSettings settings)
{
    /// <summary>Largest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 32 * 1024 * 1024;

    private const int Attempts = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Sends a request; another one is made when the CRM wants it repeated later.</summary>
    /// <param name="make">Makes the request.</param>
    /// <param name="isSecret">Whether request or answer hold a secret as a whole, as those of a sign-in do.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CrmException">Not reachable, too large, or asked to wait for long.</exception>
    public async Task<CrmAnswer> SendAsync(Func<HttpRequestMessage> make, bool isSecret, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await SendOnceAsync(make, isSecret, cancellationToken);
            if (answer.Status is not (int)HttpStatusCode.TooManyRequests) return answer;
            var wait = WaitOf(answer) ?? TimeSpan.FromSeconds(attempt);
            if (attempt == Attempts || wait > LongestWait)
            {
                throw new CrmException(
                    CrmFault.RateLimited,
                    $"The CRM at {answer.Address.Host} asks the portal to slow down; it goes on by itself later.")
                { RetryAfter = wait };
            }

            await Task.Delay(wait, cancellationToken);
        }
    }

    private async Task<CrmAnswer> SendOnceAsync(Func<HttpRequestMessage> make, bool isSecret, CancellationToken cancellationToken)
    {
        using var request = make();
        var address = request.RequestUri!;
        var sent = settings.Trace is null || isSecret || request.Content is null
            ? ""
            : await request.Content.ReadAsStringAsync(cancellationToken);
        await settings.Pace.WaitAsync(cancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, timeout.Token);
            var body = await response.Content.ReadAsStringAsync(timeout.Token);
            Note(request, sent, (int)response.StatusCode, started, body.Length, isSecret ? "" : body, null);
            return new CrmAnswer(
                address, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body, response.Headers);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var trouble = CallTrouble.Of(e, address);
            Note(request, sent, 0, started, 0, "", trouble.Message);
            throw trouble;
        }
    }

    private void Note(HttpRequestMessage request, string sent, int status, long started, int bytes, string answer, string? problem) =>
        settings.Trace?.Add(new CrmCall(
            request.Method.Method, request.RequestUri!.ToString(), sent, status, Stopwatch.GetElapsedTime(started), bytes, answer,
            problem));

    private static TimeSpan? WaitOf(CrmAnswer answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when answer.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
