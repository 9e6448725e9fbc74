namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>What the portal knows of a contact and can keep in a field of the CRM.</summary>
public enum OutValue
{
    LastSent = 1,
    LastOpened = 2,
    LastClicked = 3,

    /// <summary>yes or no.</summary>
    Subscribed = 4,

    /// <summary>The campaign that was sent last.</summary>
    LastCampaign = 5,
}

/// <summary>One field of the CRM that the portal keeps up to date.</summary>
/// <param name="Field">The CRM's name.</param>
/// <param name="Value">What stands in it.</param>
public sealed record OutField(string Field, OutValue Value);
