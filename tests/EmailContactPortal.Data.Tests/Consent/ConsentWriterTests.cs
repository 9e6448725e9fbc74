using EmailContactPortal.Data.Consent;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Consent;

public sealed class ConsentWriterTests
{
    private static readonly DateTime At = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Unsubscribing_twice_keeps_one_address_one_proof_and_a_right_count()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var list = await AddListAsync(db);
        var act = new ConsentAct(list, "Anna@Bücher.example", ConsentSource.OneClick, At) { CampaignId = 7, RemoteAddress = "::1" };

        Assert.True(await db.UnsubscribeAsync(act, CancellationToken.None));
        Assert.False(await db.UnsubscribeAsync(act with { Email = "anna@xn--bcher-kva.example" }, CancellationToken.None));

        var row = await db.Unsubscribes.AsNoTracking().SingleAsync();
        Assert.Equal("anna@xn--bcher-kva.example", row.EmailKey);
        Assert.Equal(At, row.At);
        Assert.Equal(7, row.CampaignId);
        Assert.Equal("::1", (await db.ConsentChanges.AsNoTracking().SingleAsync()).RemoteAddress);
        Assert.Equal(1, await CountAsync(db, list));
    }

    [Fact]
    public async Task Coming_back_leaves_both_proofs_and_no_address()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var list = await AddListAsync(db);
        var act = new ConsentAct(list, "anna@example.com", ConsentSource.Page, At);

        Assert.False(await db.ResubscribeAsync(act, CancellationToken.None));
        await db.UnsubscribeAsync(act, CancellationToken.None);
        Assert.True(await db.ResubscribeAsync(act, CancellationToken.None));

        Assert.Empty(await db.Unsubscribes.AsNoTracking().ToListAsync());
        Assert.Equal([true, false], await db.ConsentChanges.AsNoTracking().OrderBy(c => c.Id).Select(c => c.Unsubscribed).ToListAsync());
        Assert.Equal(0, await CountAsync(db, list));
    }

    [Fact]
    public async Task Two_clicks_at_once_count_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var list = await AddListAsync(db);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var own = await Open(services);
            return await own.UnsubscribeAsync(new ConsentAct(list, "anna@example.com", ConsentSource.Page, At), CancellationToken.None);
        }));

        Assert.Single(answers, a => a);
        Assert.Equal(1, await CountAsync(db, list));
    }

    [Fact]
    public async Task A_list_of_addresses_adds_only_those_that_are_new()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var list = await AddListAsync(db);
        var act = new ConsentAct(list, "", ConsentSource.Import, At) { Reason = "from the old system" };
        await db.UnsubscribeAsync(act with { Email = "p3@example.com" }, CancellationToken.None);

        var added = await db.UnsubscribeManyAsync(
            act, Enumerable.Range(0, 1200).Select(i => $"p{i % 1100}@example.com"), CancellationToken.None);

        Assert.Equal(1099, added);
        Assert.Equal(1100, await CountAsync(db, list));
    }

    [Fact]
    public async Task Imports_of_opt_outs_and_clicks_at_once_lose_nobody_and_count_nobody_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var list = await AddListAsync(db);
        string[] people = [.. Enumerable.Range(0, 1500).Select(i => $"p{i}@example.com")];
        var act = new ConsentAct(list, "", ConsentSource.Crm, At);

        var imports = new[] { people, people.Reverse() }.Select(async emails =>
        {
            await using var own = await Open(services);
            return await own.UnsubscribeManyAsync(act, emails, CancellationToken.None);
        });
        var clicks = Enumerable.Range(0, 20).Select(async i =>
        {
            await using var own = await Open(services);
            return await own.UnsubscribeAsync(new ConsentAct(list, people[i * 70], ConsentSource.OneClick, At), CancellationToken.None)
                ? 1
                : 0;
        });
        var added = await Task.WhenAll(imports.Concat(clicks).ToList());

        Assert.Equal(people.Length, added.Sum());
        Assert.Equal(people.Length, await CountAsync(db, list));
        Assert.Equal(people.Length, await db.Unsubscribes.CountAsync());
        Assert.Equal(people.Length, await db.ConsentChanges.CountAsync());
    }

    private static Task<int> CountAsync(PortalContext db, int list) =>
        db.ListTypes.Where(l => l.Id == list).Select(l => l.UnsubscribedCount).SingleAsync();

    private static async Task<int> AddListAsync(PortalContext db)
    {
        var list = new ListType { Name = "Newsletter", CreatedAt = At, UpdatedAt = At };
        db.ListTypes.Add(list);
        await db.SaveChangesAsync();
        return list.Id;
    }

    private static Task<PortalContext> Open(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
}
