using MimeKit;

namespace EmailContactPortal.Mail.Reports;

/// <summary>The fields of a machine's report (RFC 3464 2.1, RFC 5965 3): groups of header fields as a part's content.</summary>
internal static class ReportFields
{
    // Ours has one recipient; MimeKit's costs grow with the square of a field's length.
    private const int MaxBytes = 32 * 1024;

    internal static IReadOnlyList<HeaderList> Read(MimePart part)
    {
        if (part.Content is null)
            return [];
        var bytes = new byte[MaxBytes];
        using var content = part.Content.Open();
        var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var report = new MessageDeliveryStatus { Content = new MimeContent(new MemoryStream(bytes, 0, length)) };
        return [.. report.StatusGroups];
    }
}
