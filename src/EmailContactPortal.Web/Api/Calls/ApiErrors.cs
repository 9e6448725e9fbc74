using System.Text.Json;
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
            if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null) await ApiProblems.Write(context, response.StatusCode, context.Refusal() ?? Words(response.StatusCode));
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await ApiProblems.Write(context, bad.StatusCode, Words(bad));
        }
        catch (InvalidDataException) when (!context.Response.HasStarted)
        {
            await ApiProblems.Write(context, StatusCodes.Status413PayloadTooLarge, Words(StatusCodes.Status413PayloadTooLarge));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.LogError(exception, "A call of the API failed ({Trace})", context.TraceIdentifier);
            await ApiProblems.Write(context, StatusCodes.Status500InternalServerError, $"Something went wrong inside the portal and was logged. The number to report is {context.TraceIdentifier}.");
        }
    }

    private static string Words(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException { Path: { Length: > 2 } path } json } when json.Message.Contains("could not be converted", StringComparison.Ordinal) => $"The value of '{path[2..]}' is not of the right kind (line {json.LineNumber + 1} of the body).",
        { InnerException: JsonException json } => $"The body is not valid JSON (line {json.LineNumber.GetValueOrDefault() + 1}).",
        { StatusCode: StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType } => Words(bad.StatusCode),
        _ => bad.Message,
    };

    private static string Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is no such call. The calls are described at /openapi/v1.json.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take that method. The calls are described at /openapi/v1.json.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than this call takes.",
        StatusCodes.Status415UnsupportedMediaType => "This call does not take that content type. Send JSON as application/json, files as multipart/form-data.",
        _ => "The request could not be carried out.",
    };
}
