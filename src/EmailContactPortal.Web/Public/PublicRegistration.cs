namespace EmailContactPortal.Web.Public;

/// <summary>What the pages without sign-in need.</summary>
internal static class PublicRegistration
{
    public static IServiceCollection AddPublicPages(this IServiceCollection services) => services.AddSingleton<OnlineViews>();
}
