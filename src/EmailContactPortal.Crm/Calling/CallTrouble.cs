using System.Net.Sockets;
using System.Security.Authentication;

namespace EmailContactPortal.Crm.Calling;

/// <summary>Says in plain words why an address could not be called.</summary>
internal static class CallTrouble
{
    /// <summary>The trouble as an exception for people.</summary>
    public static CrmException Of(Exception trouble, Uri address)
    {
        var (fault, words) = trouble switch
        {
            OperationCanceledException =>
                (CrmFault.Unreachable, $"{address.Host} gave no answer in time. It may be overloaded, or a firewall swallows the call."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                (CrmFault.Nonsense,
                    $"The answer of {address.Host} is larger than {CrmHttp.MaxAnswerBytes / 1024 / 1024} MB. Ask for smaller pages."),
            HttpRequestException e => Of(e, address),
            _ => (CrmFault.Unreachable, $"The connection to {address.Host} broke: {trouble.Message}"),
        };
        return new CrmException(fault, words, trouble);
    }

    /// <summary>Where a redirect leads is told, not followed: a secret would go along.</summary>
    public static CrmException Redirected(CrmAnswer answer) => new(
        CrmFault.Settings,
        answer.Redirect?.Contains("login", StringComparison.OrdinalIgnoreCase) == true
            ? $"{answer.Address.GetLeftPart(UriPartial.Path)} sends the portal to a login page ({Target(answer)}). Something in front of "
                + "the CRM wants a person to sign in, or the address is not that of the API."
            : $"{answer.Address.GetLeftPart(UriPartial.Path)} sends the portal on to {Target(answer)}. If that is right, write it as the "
                + "address.");

    /// <summary>A page for people came instead of data.</summary>
    public static CrmException Page(CrmAnswer answer) => new(
        CrmFault.Nonsense,
        $"{answer.Address.GetLeftPart(UriPartial.Path)} answered with a web page "
            + $"(HTTP {answer.Status}) instead of data{(answer.Excerpt.Length == 0 ? "." : $": “{answer.Excerpt}”")} Check the address; "
            + "a login page or a proxy may stand in front of the CRM.");

    // Without its query: what was asked stands there again, the user's name included.
    private static string Target(CrmAnswer answer) => answer.Redirect!.Split('?')[0];

    private static (CrmFault Fault, string Words) Of(HttpRequestException e, Uri address)
    {
        var host = address.Host;
        if (Find<AuthenticationException>(e) is { } tls && tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase))
        {
            return (CrmFault.Unreachable,
                $"The certificate of {host} is not trusted: {Sentence(tls.Message)} It must be valid, name {host}, and come from an "
                    + "authority that this server trusts.");
        }

        // Our own refusal comes out of the connection attempt as an inner exception of the same type.
        if (e.InnerException is HttpRequestException refusal) return (CrmFault.Settings, refusal.Message);
        if (e.HttpRequestError == HttpRequestError.SecureConnectionError || Find<AuthenticationException>(e) is not null)
            return (CrmFault.Unreachable,
                $"{host} does not answer in TLS on port {address.Port}. Check whether the address begins with http or https.");
        return (CrmFault.Unreachable, Find<SocketException>(e)?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"There is no server named {host}. Check the address for a slip of the pen.",
            SocketError.ConnectionRefused =>
                $"{host} refuses connections on port {address.Port}. The CRM may be down, or the port is another.",
            SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                $"{host} cannot be reached from here: no way through the network, or a firewall.",
            _ => e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded
                ? $"{host} answers on port {address.Port}, but not as a web server should. Check whether the address begins with http or "
                    + "https."
                : $"{host} cannot be reached: {Sentence(e.Message)}",
        });
    }

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }

    private static string Sentence(string text) => text.TrimEnd().EndsWith('.') ? text.TrimEnd() : text.TrimEnd() + ".";
}
