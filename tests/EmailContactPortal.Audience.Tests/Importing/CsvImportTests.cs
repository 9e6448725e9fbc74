using System.Text;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.Importing;

public sealed class CsvImportTests
{
    private const string File =
        "E-mail;First name;Surname;Company name\r\n"
        + "anna@example.com;Anna;Old;\r\n"
        + "not an address;X;Y;\r\n"
        + "bob@bücher.example;Bob;\"Multi\r\nLine; \"\"Q\"\"\";\"Acme; Ltd\"\r\n"
        + ";No;Address;\r\n"
        + "ANNA@example.com;Anna;New;Nuts & Co\r\n"
        + "gone@example.com;Gone;Girl;\r\n";

    [Fact]
    public async Task Good_rows_come_in_bad_ones_are_listed_by_line_and_the_last_row_wins()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await UnsubscribeAsync(fixture, "gone@example.com");

        var (group, import) = await ImportAsync(fixture, Encoding.UTF8.GetBytes(File));

        Assert.Equal((TargetGroupStatus.Ready, 3), (group.Status, group.MemberCount));
        Assert.Equal((6, 3, 0, 1, 2, 1), (import.Rows, import.Imported, import.Updated, import.Duplicates, import.Rejected, import.Skipped));
        await using var db = await fixture.OpenAsync();
        var anna = await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "anna@example.com");
        Assert.Equal(("ANNA@example.com", "New", """{"company_name":"Nuts & Co"}"""), (anna.Email, anna.LastName, anna.Fields));
        Assert.Equal("Multi Line; \"Q\"", (await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "bob@xn--bcher-kva.example")).LastName);
        var issues = await db.ImportIssues.AsNoTracking().OrderBy(i => i.Line).ToListAsync();
        Assert.Equal([(3, "E-mail", "not an address"), (6, "E-mail", "")], issues.Select(i => (i.Line, i.Column, i.Value)));
        Assert.Equal(["company_name"], MemberFields.Parse(group.Fields).Select(f => f.Key));
        Assert.Empty(Directory.GetFiles(fixture.Get<Microsoft.Extensions.Options.IOptions<AudienceOptions>>().Value.UploadDirectory));
    }

    [Fact]
    public async Task Windows_1252_names_arrive_right()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Sähköposti;Etunimi\nu@example.com;Päivi €\n");

        await ImportAsync(fixture, bytes);

        await using var db = await fixture.OpenAsync();
        Assert.Equal("Päivi €", (await db.Members.AsNoTracking().SingleAsync()).FirstName);
    }

    [Fact]
    public async Task An_interrupted_import_begins_anew_and_ends_as_if_nothing_had_happened()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        var started = await StartAsync(fixture, Encoding.UTF8.GetBytes(File));
        await using (var db = await fixture.OpenAsync())
        {
            // What a killed run leaves: the state Running, some members, an issue and staged rows.
            await db.Imports.ExecuteUpdateAsync(s => s.SetProperty(i => i.Status, ImportStatus.Running).SetProperty(i => i.Rows, 2));
            db.Members.Add(new Member { TargetGroupId = started.Group, Email = "left@example.com", EmailKey = "left@example.com" });
            db.MemberStages.Add(new MemberStage { ImportId = started.Import, Line = 9, Email = "s@example.com", EmailKey = "s@example.com" });
            db.ImportIssues.Add(new ImportIssue { ImportId = started.Import, Line = 9, Reason = "left behind" });
            await db.SaveChangesAsync();
        }

        await fixture.Get<Imports>().RunAsync(started.Import, null, CancellationToken.None);

        await using var after = await fixture.OpenAsync();
        Assert.Equal(3, await after.Members.CountAsync());
        Assert.Equal(2, await after.ImportIssues.CountAsync());
        Assert.Equal(0, await after.MemberStages.CountAsync());
        Assert.Equal(3, (await after.Imports.AsNoTracking().SingleAsync()).Imported);
    }

    [Fact]
    public async Task Importing_into_a_group_again_adds_and_changes_but_brings_nobody_back_whom_a_person_removed()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        var (group, _) = await ImportAsync(fixture, Encoding.UTF8.GetBytes(File));
        await using (var db = await fixture.OpenAsync())
        {
            await db.Members.Where(m => m.EmailKey == "gone@example.com").ExecuteUpdateAsync(s => s.SetProperty(m => m.RemovedAt, AudienceFixture.Start));
        }

        var again = Encoding.UTF8.GetBytes("email,firstname,lastname,city\nanna@example.com,Anna,Newer,Oulu\ngone@example.com,G,G,\nnew@example.com,N,N,\nnew@example.com,N,Last,\n");
        var started = await StartAsync(fixture, again, group.Id);
        await fixture.Get<Imports>().RunAsync(started.Import, null, CancellationToken.None);

        await using var after = await fixture.OpenAsync();
        var import = await after.Imports.AsNoTracking().SingleAsync(i => i.Id == started.Import);
        Assert.Equal((4, 1, 2, 1, 0), (import.Rows, import.Imported, import.Updated, import.Duplicates, import.Removed));
        var after1 = await after.TargetGroups.AsNoTracking().SingleAsync();
        Assert.Equal(3, after1.MemberCount);
        Assert.Equal(["company_name", "city"], MemberFields.Parse(after1.Fields).Select(f => f.Key));
        Assert.Equal("Last", (await after.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "new@example.com")).LastName);
        Assert.NotNull((await after.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "gone@example.com")).RemovedAt);
    }

    [Fact]
    public async Task A_header_without_an_address_is_refused_and_nothing_is_left_behind()
    {
        await using var fixture = await AudienceFixture.CreateAsync();

        var result = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c =>
            c.ImportCsvAsync(new MemoryStream("name,town\nA,B\n"u8.ToArray()), "x.csv", "Group", fixture.ListTypeId, 1, CancellationToken.None));

        Assert.Equal("csv.no-email", result.Problems[0].Code);
        Assert.Contains("name | town", result.Problems[0].Message, StringComparison.Ordinal);
        await using var db = await fixture.OpenAsync();
        Assert.Equal((0, 0), (await db.TargetGroups.CountAsync(), await db.Imports.CountAsync()));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await ImportAsync(fixture, Encoding.UTF8.GetBytes(File));

        var result = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c =>
            c.ImportCsvAsync(new MemoryStream(Encoding.UTF8.GetBytes(File)), "x.csv", " Group ", fixture.ListTypeId, 1, CancellationToken.None));

        Assert.Equal("group.name-taken", result.Problems[0].Code);
    }

    [Fact]
    public async Task A_quotation_mark_that_is_never_closed_fails_the_import_in_words_and_empties_the_group()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        var rows = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"person{i}@example.com,Name {i},Somewhere\n"));
        var bytes = Encoding.UTF8.GetBytes("email,name,town\n" + rows + "x@example.com,\"never closed,Here\n" + rows);

        var (group, import) = await ImportAsync(fixture, bytes);

        Assert.Equal((TargetGroupStatus.Failed, ImportStatus.Failed), (group.Status, import.Status));
        Assert.Contains("line 60002", import.Problem, StringComparison.Ordinal);
        await using var db = await fixture.OpenAsync();
        Assert.Equal(0, await db.Members.CountAsync());
    }

    [Fact]
    public async Task An_upload_that_nobody_confirmed_is_forgotten_after_a_day()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes(File)), "old.csv", 1, CancellationToken.None));

        fixture.Clock.Advance(TimeSpan.FromHours(25));
        await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes(File)), "new.csv", 1, CancellationToken.None));

        await using var db = await fixture.OpenAsync();
        Assert.Equal("new.csv", (await db.Imports.AsNoTracking().SingleAsync()).FileName);
        Assert.Single(Directory.GetFiles(fixture.Get<Microsoft.Extensions.Options.IOptions<AudienceOptions>>().Value.UploadDirectory));
    }

    private static async Task<(TargetGroup Group, Import Import)> ImportAsync(AudienceFixture fixture, byte[] file)
    {
        var started = await StartAsync(fixture, file);
        await fixture.Get<Imports>().RunAsync(started.Import, null, CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        return (await db.TargetGroups.AsNoTracking().SingleAsync(g => g.Id == started.Group), await db.Imports.AsNoTracking().SingleAsync(i => i.Id == started.Import));
    }

    private static async Task<(int Group, int Import)> StartAsync(AudienceFixture fixture, byte[] file, int? groupId = null)
    {
        var group = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(async c =>
        {
            var upload = await c.UploadAsync(new MemoryStream(file), "people.csv", 1, CancellationToken.None);
            return await c.StartCsvAsync(upload.Value, "Group", fixture.ListTypeId, groupId, null, 1, CancellationToken.None);
        });
        await using var db = await fixture.OpenAsync();
        return (group.Value, await db.Imports.MaxAsync(i => i.Id));
    }

    private static async Task UnsubscribeAsync(AudienceFixture fixture, string email)
    {
        await using var db = await fixture.OpenAsync();
        await db.UnsubscribeAsync(new ConsentAct(fixture.ListTypeId, email, ConsentSource.Page, AudienceFixture.Start), CancellationToken.None);
    }
}
