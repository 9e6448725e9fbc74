namespace EmailContactPortal.Crm;

/// <summary>One call to a CRM, as it may be shown: secrets are masked.</summary>
/// <param name="Method">GET, POST.</param>
/// <param name="Address">In full, values of keys and tokens replaced.</param>
/// <param name="Sent">The request's body; empty when there was none or when it held a secret.</param>
/// <param name="Status">HTTP status; 0 when nothing came back.</param>
/// <param name="Took">From the first byte sent to the last read.</param>
/// <param name="Bytes">Size of the answer's body.</param>
/// <param name="Answer">Its beginning; empty when it may hold a secret.</param>
/// <param name="Problem">Why nothing came back.</param>
public sealed record CrmCall(
    string Method, string Address, string Sent, int Status, TimeSpan Took, int Bytes, string Answer, string? Problem);

/// <summary>How often a described path led to something.</summary>
/// <param name="Place">Where it stands in the description.</param>
/// <param name="Path">As described.</param>
/// <param name="Read">Records it was looked for in.</param>
/// <param name="Filled">Records that had something there.</param>
public sealed record CrmPathUse(string Place, string Path, int Read, int Filled);

/// <summary>Collects the calls of one adapter while somebody tries a connection out; holds the first hundred.</summary>
public sealed class CrmTrace
{
    private const int MaxCalls = 100;
    private const int MaxText = 4000;
    private readonly Lock gate = new();
    private readonly List<CrmCall> calls = [];
    private readonly List<string> secrets = [];
    private readonly Dictionary<(string Place, string Path), (int Read, int Filled)> paths = [];

    /// <summary>The calls so far, oldest first.</summary>
    public IReadOnlyList<CrmCall> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    /// <summary>The paths that were followed, in the order of their first use.</summary>
    public IReadOnlyList<CrmPathUse> Paths
    {
        get
        {
            lock (gate) return [.. paths.Select(p => new CrmPathUse(p.Key.Place, p.Key.Path, p.Value.Read, p.Value.Filled))];
        }
    }

    /// <summary>How many calls there were, also those that were not kept.</summary>
    public int Count { get; private set; }

    /// <summary>A value that must never be shown.</summary>
    public void Hide(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return;
        lock (gate) secrets.AddRange([secret, Uri.EscapeDataString(secret)]);
    }

    /// <summary>Keeps a call.</summary>
    public void Add(CrmCall call)
    {
        lock (gate)
        {
            Count++;
            if (calls.Count >= MaxCalls) return;
            calls.Add(call with
            {
                Address = Masked(call.Address),
                Sent = Masked(call.Sent),
                Answer = Masked(call.Answer),
                Problem = call.Problem is null ? null : Masked(call.Problem),
            });
        }
    }

    /// <summary>Notes that a path was followed.</summary>
    public void Follow(string place, string path, bool isFilled)
    {
        lock (gate)
        {
            var (read, filled) = paths.GetValueOrDefault((place, path));
            paths[(place, path)] = (read + 1, filled + (isFilled ? 1 : 0));
        }
    }

    private string Masked(string text)
    {
        foreach (var secret in secrets) text = text.Replace(secret, "•••", StringComparison.Ordinal);
        return text.Length <= MaxText ? text : text[..MaxText] + "…";
    }
}
