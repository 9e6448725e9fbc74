using Bogus;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.DemoCrm;

/// <summary>Fills the demo CRM once, always with the same 2,000 people, so that the portal can be tried with nothing installed.</summary>
public sealed class DemoCrmSeeder(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>People in the demo CRM.</summary>
    public const int Contacts = 2000;

    private static readonly string[] Locales = ["fi", "sv", "en", "de", "fr", "es"];
    private static readonly string[] Titles = ["Owner", "Buyer", "Head gardener", "Marketing manager", "Teacher", "Chief executive", "Assistant", "Project manager", "Florist", ""];

    private static readonly (string Name, string Status, int Days, int From, int Count)[] Campaigns =
    [
        ("Spring newsletter", "Active", 2, 0, 420),
        ("Garden fair invitation", "Active", 9, 300, 160),
        ("Winter course, second round", "Active", 20, 700, 48),
        ("All customers", "Active", 45, 0, Contacts),
        ("Autumn catalogue", "Completed", 80, 500, 600),
        ("Partner day", "Planning", 1, 900, 35),
        ("Loyalty survey", "Inactive", 30, 1000, 250),
        ("Cancelled open house", "Cancelled", 60, 1200, 90),
    ];

    /// <summary>Fills an empty demo CRM and makes its connection; leaves a filled one alone.</summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        if (!await db.CrmConnections.AnyAsync(c => c.Kind == CrmConnection.DemoKind, cancellationToken))
        {
            db.CrmConnections.Add(new CrmConnection { Name = "Demo CRM", Kind = CrmConnection.DemoKind, CreatedAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }

        if (await db.DemoCrmContacts.AnyAsync(cancellationToken)) return;
        var people = People(now);
        db.DemoCrmContacts.AddRange(people);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (name, status, days, from, count) in Campaigns)
        {
            var campaign = new DemoCrmCampaign { Name = name, Status = status, CreatedAt = now.AddDays(-days) };
            db.DemoCrmCampaigns.Add(campaign);
            await db.SaveChangesAsync(cancellationToken);
            db.DemoCrmMemberships.AddRange(people.Skip(from).Take(count).Select(p => new DemoCrmMembership { CampaignId = campaign.Id, ContactId = p.Id }));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static List<DemoCrmContact> People(DateTime now)
    {
        var random = new Randomizer(20261121);
        var fakers = Locales.ToDictionary(l => l, l => new Faker(l) { Random = random });
        var people = new List<DemoCrmContact>(Contacts);
        for (var n = 1; n <= Contacts; n++)
        {
            var locale = random.WeightedRandom(Locales, [0.45f, 0.15f, 0.2f, 0.1f, 0.05f, 0.05f]);
            var faker = fakers[locale];
            var (first, last) = (faker.Name.FirstName(), faker.Name.LastName());
            people.Add(new DemoCrmContact
            {
                FirstName = random.Bool(0.03f) ? "" : first,
                LastName = last,
                Email = Email(random, first, last, n),
                Company = random.Bool(0.2f) ? "" : faker.Company.CompanyName(),
                City = random.Bool(0.1f) ? "" : faker.Address.City(),
                Title = random.ArrayElement(Titles),
                Phone = faker.Phone.PhoneNumber(),
                Language = locale,
                EmailOptOut = n > 420 && random.Bool(0.01f),
                CreatedAt = now.AddDays(-random.Int(30, 900)),
            });
        }

        return people;
    }

    // A few people have no usable address, as in every CRM; the imports name them.
    private static string Email(Randomizer random, string first, string last, int n)
    {
        if (n % 401 == 0) return "";
        if (n % 499 == 0) return $"{last.ToLowerInvariant()}@intranet";
        var domain = random.ArrayElement((string[])["postbox.example", "bluemail.example", "sparrowfield.example", "quill.example", "example.com", "example.org"]);
        var local = new string([.. $"{first}.{last}".ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD).Where(c => char.IsAsciiLetterOrDigit(c) || c == '.')]);
        return $"{local.Trim('.')}.{n}@{domain}";
    }
}
