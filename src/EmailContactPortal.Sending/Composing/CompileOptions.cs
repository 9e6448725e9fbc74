namespace EmailContactPortal.Sending.Composing;

/// <summary>Parameters that tell web analytics where visitors come from; added to web links.</summary>
public sealed record UtmParameters(string Source, string Medium, string Campaign);

/// <summary>What compiling adds to an email.</summary>
/// <param name="PublicUrl">Where the portal's public pages are; the only source of absolute links.</param>
public sealed record CompileOptions(Uri PublicUrl)
{
    /// <summary>Whether web links go by the portal and a pixel is added; off for previews.</summary>
    public bool Tracks { get; init; } = true;

    /// <summary>Added to web links when set.</summary>
    public UtmParameters? Utm { get; init; }

    /// <summary>How long reading the content may take before it is refused.</summary>
    public TimeSpan Timeout { get; init; } = ContentBudget.WhileWriting;

    internal string Base => PublicUrl.ToString().TrimEnd('/');
}
