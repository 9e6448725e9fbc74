using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Data.TargetGroups;

/// <summary>
/// A row of an import before it is compared with the group; the rows of one import are cleared when it ends or starts again.
/// </summary>
public sealed class MemberStage : PersonFields
{
    public long Id { get; set; }

    public int ImportId { get; set; }

    /// <summary>Where the row stood; of two rows with one address the later one wins.</summary>
    public int Line { get; set; }
}
