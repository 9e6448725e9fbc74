using EmailContactPortal.Audience.Csv;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace EmailContactPortal.Web.Shell;

/// <summary>A CSV file to save, streamed while it is read; spreadsheets run no formula in it.</summary>
internal sealed class CsvResult(string fileName, string[] header, IAsyncEnumerable<string?[]> rows) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        // A plain name for old readers and the whole one (RFC 6266); a header takes no letters beyond ASCII by itself.
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        await CsvExport.WriteAsync(response.Body, header, rows, context.HttpContext.RequestAborted);
    }
}
