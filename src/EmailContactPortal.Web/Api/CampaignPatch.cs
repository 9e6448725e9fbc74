using System.Text.Json;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Features.Campaigns;

namespace EmailContactPortal.Web.Api;

/// <summary>What a PATCH may hold, for the API's description; absent fields stay as they are, null empties one.</summary>
internal sealed record CampaignPatchBody(
    string? Name, int? TargetGroupId, int? EmailId, bool? UseGoogleAnalytics, DateTimeOffset? ScheduledAt, string? Subject,
    string? SenderName, IReadOnlyList<string>? Tags,
    string? SenderAddress, string? ReplyTo, string? UtmSource, string? UtmMedium, string? UtmCampaign);

/// <summary>Reads a PATCH of a campaign, telling "not given" from "null".</summary>
internal static class CampaignPatch
{
    public static async Task<Result<CampaignChange>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) throw new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType);
        JsonElement body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: cancellationToken);
        }
        catch (JsonException broken)
        {
            throw new BadHttpRequestException("", StatusCodes.Status400BadRequest, broken);
        }

        if (body.ValueKind != JsonValueKind.Object) return Problem.Invalid("campaign.body");
        var (change, problems) = (new CampaignChange(), new List<Problem>());
        foreach (var field in body.EnumerateObject())
        {
            try
            {
                if (field.Name == "scheduledAt" && field.Value.ValueKind != JsonValueKind.Null)
                {
                    if (ApiTimes.TryRead(field.Value, out var at)) change = change with { ScheduledAt = new(at) };
                    else problems.Add(Problem.Invalid("campaign.offset").At(field.Name));
                }
                else if (Apply(change, field.Name, field.Value) is { } changed) change = changed;
                else problems.Add(Problem.Invalid("campaign.field", field.Name).At(field.Name));
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException)
            {
                problems.Add(Problem.Invalid("campaign.field.value", field.Name).At(field.Name));
            }
        }

        return problems.Count > 0 ? Result<CampaignChange>.No(problems) : change;
    }

    private static CampaignChange? Apply(CampaignChange change, string name, JsonElement value) => name switch
    {
        "name" => change with { Name = new(value.GetString() ?? "") },
        "targetGroupId" => change with { TargetGroupId = new(Number(value)) },
        "emailId" => change with { EmailId = new(Number(value)) },
        "subject" => change with { Subject = new(value.GetString()) },
        "senderName" => change with { SenderName = new(value.GetString()) },
        "senderAddress" => change with { SenderAddress = new(value.GetString()) },
        "replyTo" => change with { ReplyTo = new(value.GetString()) },
        "tags" => change with { Tags = new(Tags(value)) },
        "useGoogleAnalytics" => change with { UseGoogleAnalytics = new(value.GetBoolean()) },
        "utmSource" => change with { UtmSource = new(value.GetString()) },
        "utmMedium" => change with { UtmMedium = new(value.GetString()) },
        "utmCampaign" => change with { UtmCampaign = new(value.GetString()) },
        "scheduledAt" => change with { ScheduledAt = new(null) },
        _ => null,
    };

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static string? Tags(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(", ", value.EnumerateArray().Select(t => t.GetString()))
        : value.GetString();
}
