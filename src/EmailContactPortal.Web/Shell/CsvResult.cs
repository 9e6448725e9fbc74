using EmailContactPortal.Audience.Csv;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Shell;

/// <summary>A CSV file to save, streamed while it is read; spreadsheets run no formula in it.</summary>
public sealed class CsvResult(string fileName, string[] header, IAsyncEnumerable<string?[]> rows) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        await CsvExport.WriteAsync(response.Body, header, rows, context.HttpContext.RequestAborted);
    }
}
