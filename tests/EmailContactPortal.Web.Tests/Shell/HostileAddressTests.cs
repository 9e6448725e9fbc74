using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Tests.Api;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>
/// Whatever stands in an address that somebody typed, shortened or cut: the answer is a page or a refusal, never a failure of the portal.
/// </summary>
public sealed partial class HostileAddressTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static readonly string[] Values =
    [
        "", "0", "-1", "1", "-2147483648", "2147483647", "2147483648", "-9223372036854775808", "9223372036854775807",
        "99999999999999999999999", "1e309", "NaN", "%00", "a%00b", "Kev%C3%A4t%20%E2%80%93%20%F0%9F%8C%B7",
        "%FF%FE", "%EF%BF%BF", "%ED%A0%80", "..%2F..%2Fetc", "'\"%3E%3Cscript%3E", "%25", "%5B%5D%25_", "true", "2026-13-45", "0001-01-01",
        "9999-12-31T23:59:59", new('x', 6000),
    ];

    [Fact]
    public async Task No_value_in_any_address_is_a_failure_of_the_portal()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var api = await portal.ApiAsync();
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var draft = await world.DraftAsync(await world.GroupAsync(3, 1), await world.EmailAsync());
        var sent = await world.LaunchedAsync(CampaignStatus.Sent, (DeliveryStatus.Sent, ExclusionRule.None));
        var failures = new List<string>();
        foreach (var address in Addresses([1, draft, sent]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var gone = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var answer = await (address.StartsWith("/api", StringComparison.Ordinal) ? api : admin).SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, gone.Token);
            if ((int)answer.StatusCode >= 500 && !address.StartsWith("/error/5", StringComparison.Ordinal))
                failures.Add($"{(int)answer.StatusCode} {Domain.Text.Bound(address, 200)}");
        }

        Assert.Empty(failures);
    }

    /// <summary>Each route with ids that exist and each hostile value once in each place.</summary>
    private IEnumerable<string> Addresses(int[] ids)
    {
        foreach (var route in Routes())
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/');
            var holes = Holes().Matches(path).Select(m => m.Value).ToList();
            foreach (var id in holes.Count == 0 ? [1] : ids)
            {
                var filled = Holes().Replace(path, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                yield return filled;
                foreach (var name in Names(route))
                {
                    foreach (var value in Values) yield return $"{filled}?{name}={value}";
                    yield return $"{filled}?{name}=1&{name}=2&{name}[]=3&{name}.x=4";
                }
            }

            // A path with NUL never leaves the test's client; the server refuses it by itself.
            foreach (var hole in holes)
            {
                foreach (var value in Values.Where(v => v.Length is > 0 and < 1000 && !v.Contains("%00", StringComparison.Ordinal)))
                    yield return Holes().Replace(path.Replace(hole, value, StringComparison.Ordinal), "1");
            }
        }
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? false)
        .Where(r => r.RoutePattern.RawText is { } path && !path.Contains("events", StringComparison.Ordinal)
            && !path.StartsWith("openapi", StringComparison.Ordinal));

    /// <summary>What an address of the route may ask for, beside its path.</summary>
    private static IEnumerable<string> Names(RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
            return action.Parameters.SelectMany(NamesOf).Distinct(StringComparer.OrdinalIgnoreCase);
        return (route.Metadata.GetMetadata<System.Reflection.MethodInfo>()?.GetParameters()
            ?? []).Where(p => p.ParameterType.IsValueType || p.ParameterType == typeof(string)).Select(p => p.Name!);
    }

    private static IEnumerable<string> NamesOf(ParameterDescriptor parameter)
    {
        if (parameter.BindingInfo?.BindingSource is { } source
            && (source == BindingSource.Path || source == BindingSource.Services || source == BindingSource.Special)) return [];
        if (parameter.ParameterType == typeof(CancellationToken)) return [];
        if (parameter.ParameterType.IsValueType || parameter.ParameterType == typeof(string)) return [parameter.Name];
        return parameter.ParameterType.GetProperties().Where(p => p.CanWrite)
            .Select(p => p.GetCustomAttributes(typeof(IModelNameProvider), true).OfType<IModelNameProvider>().FirstOrDefault()?.Name
                ?? p.Name);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Holes();
}
