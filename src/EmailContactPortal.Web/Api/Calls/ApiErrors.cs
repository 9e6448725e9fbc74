using System.Text.Json;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>Gives every error of a call its words as problem+json, also those that ASP.NET makes before or beside our code.</summary>
internal sealed class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            var response = context.Response;
            if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null) return;
            await (context.Refusal() is { } problem
                ? ApiProblems.Write(context, problem)
                : ApiProblems.Write(context, response.StatusCode, WordsOf(response.StatusCode)));
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await ApiProblems.Write(context, bad.StatusCode, WordsOf(bad));
        }
        catch (InvalidDataException) when (!context.Response.HasStarted)
        {
            await ApiProblems.Write(context, StatusCodes.Status413PayloadTooLarge, WordsOf(StatusCodes.Status413PayloadTooLarge));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.LogError(exception, "A call of the API failed ({Trace})", context.TraceIdentifier);
            await ApiProblems.Write(context, StatusCodes.Status500InternalServerError, Words.Of("api.failed", context.TraceIdentifier));
        }
    }

    private static string WordsOf(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException { Path: { Length: > 2 } path } json } when json.Message.Contains(
            "could not be converted", StringComparison.Ordinal) =>
            Words.Of("api.value", path[2..], json.LineNumber + 1),
        { InnerException: JsonException json } => Words.Of("api.json", json.LineNumber.GetValueOrDefault() + 1),
        { StatusCode: StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType } => WordsOf(bad.StatusCode),
        _ => bad.Message,
    };

    private static string WordsOf(int status) => Words.Of(status switch
    {
        StatusCodes.Status404NotFound => "api.no-call",
        StatusCodes.Status405MethodNotAllowed => "api.method",
        StatusCodes.Status413PayloadTooLarge => "api.too-large",
        StatusCodes.Status415UnsupportedMediaType => "api.content-type",
        _ => "api.refused",
    });
}
