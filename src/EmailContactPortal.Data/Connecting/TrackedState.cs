using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// What a context tracked before a unit of work. A unit that saved changes and was then rolled back would otherwise find them marked as
/// saved, and its second run would write nothing.
/// </summary>
internal sealed class TrackedState
{
    private readonly PortalContext db;
    private readonly List<(object Entity, EntityState State, PropertyValues Original, PropertyValues Current)> before;
    private readonly List<object> inserted = [];
    private bool isFirst = true;

    public TrackedState(PortalContext db)
    {
        this.db = db;
        before = [.. db.ChangeTracker.Entries().Where(e => e.State != EntityState.Detached)
            .Select(e => (e.Entity, e.State, e.OriginalValues.Clone(), e.CurrentValues.Clone()))];
        db.ChangeTracker.StateChanged += OnChanged;
    }

    /// <summary>Puts everything back as it was; does nothing before the first run.</summary>
    public void Restore()
    {
        if (isFirst)
        {
            isFirst = false;
            return;
        }

        db.ChangeTracker.StateChanged -= OnChanged;
        db.ChangeTracker.Clear();
        foreach (var entity in inserted) ForgetKey(entity);
        inserted.Clear();
        foreach (var (entity, state, original, current) in before)
        {
            var entry = db.Entry(entity);
            if (state == EntityState.Added)
            {
                entry.State = EntityState.Added;
                continue;
            }

            entry.State = EntityState.Unchanged;
            entry.CurrentValues.SetValues(current);
            entry.OriginalValues.SetValues(original);
            if (state == EntityState.Deleted) entry.State = EntityState.Deleted;
        }

        db.ChangeTracker.StateChanged += OnChanged;
    }

    /// <summary>The unit has ended.</summary>
    public void Forget() => db.ChangeTracker.StateChanged -= OnChanged;

    private void OnChanged(object? sender, EntityStateChangedEventArgs change)
    {
        if (change is { OldState: EntityState.Added, NewState: EntityState.Unchanged }) inserted.Add(change.Entry.Entity);
    }

    // The row is gone, and its number with it.
    private void ForgetKey(object entity)
    {
        var key = db.Model.FindEntityType(entity.GetType())?.FindPrimaryKey();
        foreach (var property in key?.Properties.Where(p => p.ValueGenerated == Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.OnAdd
            && p.PropertyInfo is not null) ?? [])
            property.PropertyInfo!.SetValue(entity, Activator.CreateInstance(property.ClrType));
    }
}
