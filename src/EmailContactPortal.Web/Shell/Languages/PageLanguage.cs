using System.Globalization;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Wording;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace EmailContactPortal.Web.Shell.Languages;

/// <summary>
/// The language of an answer: English, unless the page is one that strangers read (<see cref="ReadersLanguageAttribute"/>).
/// </summary>
internal static class PageLanguage
{
    /// <summary>More languages than this a browser is not asked for.</summary>
    private const int MaxLanguages = 30;

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        // Jobs and everything else outside a request tell what they tell in English, whatever the machine is set to.
        CultureInfo.DefaultThreadCurrentUICulture = Words.English;
        services.AddSingleton<IStringLocalizerFactory, WordsLocalizer>();
        services.AddLocalization();
        return services;
    }

    /// <summary>Goes before everything that has words.</summary>
    public static IApplicationBuilder UsePageLanguage(this IApplicationBuilder app)
    {
        var environment = app.ApplicationServices.GetRequiredService<IHostEnvironment>();
        var offersPseudo = environment.IsDevelopment() || environment.IsEnvironment("Testing");
        return app.Use(async (context, next) =>
        {
            Words.Speak(offersPseudo && AsksForPseudo(context.Request) ? PseudoLanguage.Culture : Words.English);
            await next(context);
        });
    }

    /// <summary>Speaks the browser's language from here on, and says to caches that the answer depends on it.</summary>
    public static void SpeakAsBrowser(this HttpContext context)
    {
        context.Response.OnStarting(Vary, context.Response.Headers);
        if (!IsPseudo) Words.Speak(OfBrowser(context.Request));
    }

    /// <summary>The browser's language; English when it asks for none that is here.</summary>
    public static CultureInfo OfBrowser(HttpRequest request) => ReaderLanguage.OfBrowser(Tags(request)) ?? Words.English;

    /// <summary>Speaks the language of a person's own field, where there is one.</summary>
    public static void SpeakAs(CultureInfo? language)
    {
        if (language is not null && !IsPseudo) Words.Speak(language);
    }

    // At the last moment: what says how long a page is kept takes the header away before.
    private static Task Vary(object state)
    {
        var headers = (IHeaderDictionary)state;
        if (!headers.Vary.ToString().Contains(HeaderNames.AcceptLanguage, StringComparison.Ordinal))
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return Task.CompletedTask;
    }

    private static bool IsPseudo => PseudoLanguage.Is(CultureInfo.CurrentUICulture);

    private static bool AsksForPseudo(HttpRequest request) =>
        request.Headers.AcceptLanguage is [{ } only] && only.Equals(PseudoLanguage.Culture.Name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Tags(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Take(MaxLanguages)
        .Where(l => l.Quality is not 0)
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString());
}
