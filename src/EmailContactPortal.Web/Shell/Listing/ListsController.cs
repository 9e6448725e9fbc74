using System.Reflection;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>
/// Remembers a person's columns and order. Pressing a head is a link, and a GET changes nothing here: a link can be followed by a mail
/// program, a prefetch or another site in the person's name. So the page orders by what its address says, and the script beside it posts
/// the choice with the form token; without script nothing is remembered.
/// </summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/lists/{list}")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ListsController(ListMemory memory) : Controller
{
    private static readonly Lazy<IReadOnlyDictionary<string, ListSpec>> All = new(() => Declared().ToDictionary(s => s.Key));

    /// <summary>Every list of the portal: what a static property of any class declares.</summary>
    internal static IEnumerable<ListSpec> Declared() => typeof(ListsController).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)
        .SelectMany(t => t.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(p => typeof(ListSpec).IsAssignableFrom(p.PropertyType)).Select(p => (ListSpec)p.GetValue(null)!);

    [HttpPost("sort")]
    public async Task<IActionResult> Sort(string list, string? sort, bool desc, CancellationToken cancellationToken)
    {
        if (!All.Value.TryGetValue(list, out var spec)) return NotFound();
        await memory.SortAsync(spec, sort ?? "", desc, cancellationToken);
        return NoContent();
    }

    /// <summary>Shows the ticked columns, or with <c>reset</c> those of the portal again.</summary>
    [HttpPost("columns")]
    public async Task<IActionResult> Columns(
        string list, List<string> columns, bool reset, string? returnUrl, CancellationToken cancellationToken)
    {
        if (!All.Value.TryGetValue(list, out var spec)) return NotFound();
        await memory.ShowAsync(spec, reset ? null : [.. columns.Where(c => c is { Length: > 0 and <= 100 }).Take(100)], cancellationToken);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
