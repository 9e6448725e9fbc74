namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>A list type with its subscription page.</summary>
internal sealed class ListTypeForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? PageHtml { get; set; }

    public int TargetGroups { get; set; }

    public int Unsubscribed { get; set; }
}

/// <summary>Addresses to take off a list, typed or as a file.</summary>
internal sealed class UnsubscribeForm
{
    public string? Emails { get; set; }

    public string? Reason { get; set; }

    public IFormFile? File { get; set; }
}
