using System.Threading.RateLimiting;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>Keeps one program from taking the portal for itself: each key may call this often, with room for bursts.</summary>
internal sealed class CallLimit(int perSecond) : IEndpointFilter, IDisposable
{
    private const int BurstSeconds = 10;

    private readonly PartitionedRateLimiter<string> limiter =
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * BurstSeconds,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
        }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = limiter.AttemptAcquire(context.HttpContext.User.Identity?.Name ?? "");
        if (lease.IsAcquired) return await next(context);
        context.HttpContext.Response.Headers.RetryAfter = "1";
        return ApiProblems.Of(StatusCodes.Status429TooManyRequests, Words.Of("api.too-often", perSecond));
    }

    public void Dispose() => limiter.Dispose();
}
