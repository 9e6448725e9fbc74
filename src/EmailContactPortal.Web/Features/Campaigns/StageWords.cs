using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>How far a message came, in the words of people instead of the mail library's.</summary>
internal static class StageWords
{
    public static string Of(string? stage) => stage switch
    {
        "EndOfData" => Words.Of("Whole message sent, no answer came"),
        "Body" or "Data" => Words.Of("Connection lost inside the message"),
        null or "" => Words.Of("The portal stopped while it was on its way"),
        _ => Words.Of("Connection lost at {0}", stage),
    };
}
