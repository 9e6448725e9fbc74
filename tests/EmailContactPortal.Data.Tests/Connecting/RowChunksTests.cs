using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Connecting;

public sealed class StretchesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(25)]
    public async Task Every_key_and_every_id_is_in_one_stretch_and_no_stretch_is_too_long(int rows)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        await AddAsync(db, rows);
        var (byKey, byId) = (new List<int>(), new List<int>());

        await RowChunks.EachStretchAsync(
            db.Suppressions.Select(s => s.EmailKey), 4, async (after, upTo) => byKey.Add(await InsideAsync(db, after, upTo)), default);
        await RowChunks.EachStretchAsync(
            db.Suppressions.Select(s => s.Id), 4,
            async (first, last) => byId.Add(await db.Suppressions.CountAsync(s => s.Id >= first && s.Id <= last)), default);

        Assert.All([.. byKey, .. byId], n => Assert.InRange(n, 1, 4));
        Assert.Equal((rows, rows), (byKey.Sum(), byId.Sum()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(25)]
    public async Task What_is_written_in_stretches_is_written_whole(int rows)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        await AddAsync(db, rows);

        var lifted = await RowChunks.InStretchesAsync(
            db.Suppressions.Where(s => s.Detail == null).OrderBy(s => s.Id), 4,
            some => some.ExecuteUpdateAsync(s => s.SetProperty(x => x.Detail, "seen")));
        var deleted = await RowChunks.InStretchesAsync(
            db.Suppressions.Where(s => s.Detail == "seen").OrderBy(s => s.Id), 4, some => some.ExecuteDeleteAsync());

        Assert.Equal((rows, rows, 0), (lifted, deleted, await db.Suppressions.CountAsync()));
    }

#pragma warning disable CA1309, CA1310 // The database compares, by code points.
    private static Task<int> InsideAsync(PortalContext db, string after, string upTo) =>
        db.Suppressions.CountAsync(s => string.Compare(s.EmailKey, after) > 0 && string.Compare(s.EmailKey, upTo) <= 0);
#pragma warning restore CA1309, CA1310

    private static async Task AddAsync(PortalContext db, int rows)
    {
        db.Suppressions.AddRange(Enumerable.Range(0, rows)
            .Select(i => new Suppression { Email = $"p{i}@example.com", EmailKey = $"p{i}@example.com" }));
        await db.SaveChangesAsync();
    }
}
