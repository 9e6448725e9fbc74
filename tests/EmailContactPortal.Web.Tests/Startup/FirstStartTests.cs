using EmailContactPortal.Data;
using EmailContactPortal.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Startup;

/// <summary>Several instances that start at once on a database that is not there yet.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task Three_instances_that_start_at_once_make_everything_once()
    {
        await using var database = TestDatabase.CreateEmpty();
        var instances = Enumerable.Range(1, 3).Select(_ => new Instance(database)).ToList();
        try
        {
            await Task.WhenAll(instances.Select(i => Task.Factory.StartNew(
                () => i.Server, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            await using var scope = instances[0].Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalContext>();
            Assert.Equal(1, await db.Users.CountAsync());
            Assert.Equal(1, await db.MailServers.CountAsync());
            Assert.Equal(1, await db.ApiKeys.CountAsync());
            Assert.Equal(["Events", "Newsletter"], await db.ListTypes.OrderBy(l => l.Name).Select(l => l.Name).ToListAsync());
            Assert.Equal(Audience.DemoCrm.DemoCrmSeeder.Contacts, await db.DemoCrmContacts.CountAsync());
            Assert.Equal(await db.DemoCrmCampaigns.CountAsync(), await db.DemoCrmCampaigns.Select(c => c.Name).Distinct().CountAsync());
        }
        finally
        {
            foreach (var instance in instances) await instance.DisposeAsync();
        }
    }

    private sealed class Instance(TestDatabase database) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("Portal:DataDirectory", database.Directory);
            builder.UseSetting("Portal:Roles", "Web");
            builder.UseSetting("Portal:SampleData", "true");
            builder.UseSetting("MailCatcher:Enabled", "false");
            builder.UseSetting("MailServer:Host", "127.0.0.1");
            builder.UseSetting("MailServer:Port", "1");
            builder.UseSetting("MailServer:Security", "None");
            builder.UseSetting("Admin:Email", "first@portal.example");
            builder.UseSetting("Admin:Password", PortalFactory.Password);
            builder.UseSetting("Admin:ApiKey", "ecp_a_key_for_the_first_start_0123456789");
            builder.UseSetting("Database:Provider", database.Options.Provider);
            builder.UseSetting("ConnectionStrings:Portal", database.Options.ConnectionString);
        }
    }
}
