namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>How far a message came, in the words of people instead of the mail library's.</summary>
public static class StageWords
{
    public static string Of(string? stage) => stage switch
    {
        "EndOfData" => "Whole message sent, no answer came",
        "Body" or "Data" => "Connection lost inside the message",
        null or "" => "The portal stopped while it was on its way",
        _ => $"Connection lost at {stage}",
    };
}
