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
        Assert.Equal(
            (6, 2, 0, 1, 2, 1), (import.Rows, import.Imported, import.Updated, import.Duplicates, import.Rejected, import.Skipped));
        await using var db = await fixture.OpenAsync();
        var anna = await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "anna@example.com");
        Assert.Equal(("ANNA@example.com", "New", """{"company_name":"Nuts & Co"}"""), (anna.Email, anna.LastName, anna.Fields));
        Assert.Equal(
            "Multi Line; \"Q\"", (await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "bob@xn--bcher-kva.example")).LastName);
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
            db.MemberStages.Add(new MemberStage
            {
                ImportId = started.Import,
                Line = 9,
                Email = "s@example.com",
                EmailKey = "s@example.com",
            });
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
            await db.Members.Where(m => m.EmailKey == "gone@example.com")
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.RemovedAt, AudienceFixture.Start));
        }

        var again =
            Encoding.UTF8.GetBytes(
                "email,firstname,lastname,city\nanna@example.com,Anna,Newer,Oulu\ngone@example.com,G,G,\nnew@example.com,N,N,\nnew@example.com,N,Last,\n");
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
    public async Task One_byte_that_is_not_utf8_costs_its_line_and_nobody_elses_letters()
    {
        await using var fixture = await AudienceFixture.CreateAsync();

        var (_, import) = await ImportAsync(
            fixture, [.. "email;name\na@example.com;Äijä\nb@example.com;J"u8, 0xE4, .. "rvi\nc@example.com;Öölä\n"u8]);

        await using var db = await fixture.OpenAsync();
        Assert.Equal(
            ["{\"name\":\"Äijä\"}", "{\"name\":\"Öölä\"}"], await db.Members.OrderBy(m => m.EmailKey).Select(m => m.Fields).ToListAsync());
        var issue = await db.ImportIssues.AsNoTracking().SingleAsync();
        Assert.Equal((3, "name", 1), (issue.Line, issue.Column, import.Rejected));
        Assert.Contains("not UTF-8", issue.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_character_costs_its_line_and_the_rest_comes_in()
    {
        await using var fixture = await AudienceFixture.CreateAsync();

        var (_, import) = await ImportAsync(
            fixture, "email,name\na@example.com,A\u0007B\nb@example.com,Bob\0\nc@example.com,Cecilia Longname\n\u001A"u8.ToArray());

        await using var db = await fixture.OpenAsync();
        Assert.Equal("c@example.com", (await db.Members.AsNoTracking().SingleAsync()).Email);
        Assert.Equal(
            [(2, true), (3, false)],
            (await db.ImportIssues.AsNoTracking().OrderBy(i => i.Line)
                .ToListAsync()).Select(i => (i.Line, i.Reason.Contains("0x07", StringComparison.Ordinal))));
        Assert.Equal(3, import.Rows);
    }

    public static TheoryData<string, string> Beginnings => new()
    {
        { "utf-8", "\uFEFF\uFEFF\"email\";\"name\"\n" }, { "utf-8", "sep=;\r\n\"email\";name\r\n" },
        { "utf-8", "\uFEFF\"sep=;\"\r\nemail;name\r\n" },
        { "utf-16", "\uFEFFsep=;\r\nemail;name\r\n" }, { "utf-16BE", "\uFEFF\uFEFFsep=;\nemail;name\n" },
        { "utf-8", "\u200Bemail\u00AD;name\n" },
    };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task Marks_and_separator_lines_before_the_header_are_not_part_of_it_and_lines_count_from_the_top(
        string encoding, string beginning)
    {
        await using var fixture = await AudienceFixture.CreateAsync();

        var (group, import) = await ImportAsync(
            fixture, Encoding.GetEncoding(encoding).GetBytes(beginning + "a@example.com;Äijä\nwrong;B\n;;;\n \u00A0;\n"));

        Assert.Equal((2, 1, 1), (import.Rows, import.Imported, import.Rejected));
        Assert.Equal("name", Assert.Single(MemberFields.Parse(group.Fields)).Label);
        await using var db = await fixture.OpenAsync();
        Assert.Equal("{\"name\":\"Äijä\"}", (await db.Members.AsNoTracking().SingleAsync()).Fields);
        Assert.Equal(beginning.Count(c => c == '\n') + 2, (await db.ImportIssues.AsNoTracking().SingleAsync()).Line);
    }

    [Fact]
    public async Task The_parts_of_an_import_add_up_to_its_rows_also_the_second_time()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await UnsubscribeAsync(fixture, "gone@example.com");
        await UnsubscribeAsync(fixture, "new.gone@example.com");
        var (group, first) = await ImportAsync(fixture, Encoding.UTF8.GetBytes(File));
        await using (var db = await fixture.OpenAsync())
        {
            await db.Members.Where(m => m.EmailKey == "anna@example.com")
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.RemovedAt, AudienceFixture.Start).SetProperty(m => m.RemovedBySync, true));
        }

        var started = await StartAsync(
            fixture,
            Encoding.UTF8.GetBytes(File.Replace("New;", "Newer;", StringComparison.Ordinal)
                + "new.gone@example.com;N;G;\r\nnew@example.com;N;N;\r\n"), group.Id);
        await fixture.Get<Imports>().RunAsync(started.Import, null, CancellationToken.None);

        await using var after = await fixture.OpenAsync();
        var second = await after.Imports.AsNoTracking().SingleAsync(i => i.Id == started.Import);
        Assert.Equal(
            (8, 2, 0, 1, 2, 3), (second.Rows, second.Imported, second.Updated, second.Duplicates, second.Rejected, second.Skipped));
        Assert.All((Import[])[first, second], i => Assert.Equal(i.Rows, i.Imported + i.Updated + i.Duplicates + i.Rejected + i.Skipped));
    }

    [Fact]
    public async Task A_refused_upload_is_deleted_when_nobody_holds_it_open()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        var uploads = fixture.Get<Uploads>();
        var deleted = 0;
        uploads.Remove = path =>
        {
            // On every system: whoever still has it open makes this fail.
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) deleted++;
            System.IO.File.Delete(path);
        };
        byte[][] refused = [[], [0x50, 0x4B, 0x03, 0x04, 1],
            .. new[] { "email\n" + new string('x', 1024 * 1024 + 10) }.Select(Encoding.UTF8.GetBytes)];

        foreach (var file in refused)
        {
            Assert.False((await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(
                new MemoryStream(file), "x.csv", 1, CancellationToken.None))).Succeeded);
        }

        await Assert.ThrowsAsync<IOException>(() => fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(
            new BrokenStream(), "x.csv", 1, CancellationToken.None)));
        Assert.Equal(refused.Length + 1, deleted);
        Assert.Empty(Directory.GetFiles(fixture.Get<Microsoft.Extensions.Options.IOptions<AudienceOptions>>().Value.UploadDirectory));
    }

    [Fact]
    public async Task A_database_that_fails_is_not_told_as_a_name_that_is_taken()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await using (var db =
            await fixture.OpenAsync()) await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER no_room BEFORE INSERT ON TargetGroups BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

        await Assert.ThrowsAsync<DbUpdateException>(() => fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c =>
            c.ImportCsvAsync(
                new MemoryStream(Encoding.UTF8.GetBytes(File)), "x.csv", "Group", fixture.ListTypeId, 1, CancellationToken.None)));
    }

    [Fact]
    public async Task A_header_without_an_address_is_refused_and_nothing_is_left_behind()
    {
        await using var fixture = await AudienceFixture.CreateAsync();

        var result = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c =>
            c.ImportCsvAsync(
                new MemoryStream("name,town\nA,B\n"u8.ToArray()), "x.csv", "Group", fixture.ListTypeId, 1, CancellationToken.None));

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
            c.ImportCsvAsync(
                new MemoryStream(Encoding.UTF8.GetBytes(File)), "x.csv", " Group ", fixture.ListTypeId, 1, CancellationToken.None));

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
        await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(File)), "old.csv", 1, CancellationToken.None));

        fixture.Clock.Advance(TimeSpan.FromHours(25));
        await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(File)), "new.csv", 1, CancellationToken.None));

        await using var db = await fixture.OpenAsync();
        Assert.Equal("new.csv", (await db.Imports.AsNoTracking().SingleAsync()).FileName);
        Assert.Single(Directory.GetFiles(fixture.Get<Microsoft.Extensions.Options.IOptions<AudienceOptions>>().Value.UploadDirectory));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The line is cut.");
    }

    private static async Task<(TargetGroup Group, Import Import)> ImportAsync(AudienceFixture fixture, byte[] file)
    {
        var started = await StartAsync(fixture, file);
        await fixture.Get<Imports>().RunAsync(started.Import, null, CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        return (await db.TargetGroups.AsNoTracking().SingleAsync(g => g.Id == started.Group),
            await db.Imports.AsNoTracking().SingleAsync(i => i.Id == started.Import));
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
        await db.UnsubscribeAsync(
            new ConsentAct(fixture.ListTypeId, email, ConsentSource.Page, AudienceFixture.Start), CancellationToken.None);
    }
}
