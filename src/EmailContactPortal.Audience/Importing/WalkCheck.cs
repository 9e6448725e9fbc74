using System.Globalization;
using EmailContactPortal.Crm;

namespace EmailContactPortal.Audience.Importing;

/// <summary>What a full walk saw.</summary>
/// <param name="Before">Members announced before it, when the CRM can count.</param>
/// <param name="After">Members announced after it.</param>
/// <param name="Read">Members read.</param>
/// <param name="People">Different ones among them.</param>
internal sealed record Walk(int? Before, int? After, int Read, int People);

/// <summary>
/// Decides whether a walk may replace a group. A CRM that is cut off, repeats a page or hides people from this account says so in no other
/// way.
/// </summary>
internal static class WalkCheck
{
    /// <summary>Smaller groups may change by any number.</summary>
    private const int SmallGroup = 50;

    /// <exception cref="CrmException">The group must stay as it is.</exception>
    public static void Check(Walk walk, int members, bool byClock)
    {
        if (walk is { Before: { } before, After: { } after }
            && (walk.Read < Math.Min(before, after) || walk.Read > Math.Max(before, after)))
        {
            throw No(
                "The CRM announced {0:N0} members but gave {1:N0}. The group stays as it was; it is tried again.", Math.Min(before, after),
                walk.Read);
        }

        if (walk.People < walk.Read)
        {
            throw No(
                "The CRM gave {0:N0} members, but only {1:N0} different ones. The group stays as it was; it is tried again.",
                walk.Read, walk.People);
        }

        if (members > 0 && walk.Read == 0)
        {
            throw No(
                "The CRM shows nobody in this campaign, and the group has {0:N0} people. The group stays as it was. "
                    + "If the campaign really is empty, disconnect the group or delete it.",
                members);
        }

        if (byClock && members >= SmallGroup && walk.Read < members / 2)
        {
            throw No(
                "The CRM shows {0:N0} people where the group has {1:N0}; perhaps this CRM user may no longer see all of them. "
                    + "The group stays as it was. If the number is right, press Synchronize now.",
                walk.Read, members);
        }
    }

    private static CrmException No(string words, params object[] numbers) =>
        new(CrmFault.Incomplete, string.Format(CultureInfo.GetCultureInfo("en-GB"), words, numbers));
}
