namespace EmailContactPortal.Web.Tests.Settings;

public sealed class KeyWarningTests
{
    private const string Warning = "No place was chosen for the key";

    [Theory]
    [InlineData("Production", false, true)]
    [InlineData("Production", true, false)]
    [InlineData("Development", false, false)]
    public async Task Settings_warn_in_production_until_a_place_for_the_key_is_chosen(string environment, bool chosen, bool warned)
    {
        var folder = Directory.CreateTempSubdirectory("ecp-keys-").FullName;
        var portal = new PortalFactory().With("environment", environment);
        if (chosen) portal.With("Keys:File", Path.Combine(folder, "master.key"));
        await ((IAsyncLifetime)portal).InitializeAsync();
        try
        {
            using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
            var words = (await admin.PageAsync("/settings")).Words();
            Assert.Equal(warned, words.Contains(Warning, StringComparison.Ordinal));
            Assert.Equal(warned, words.Contains(Path.Combine("keys", "master.key"), StringComparison.Ordinal));
        }
        finally
        {
            await ((IAsyncLifetime)portal).DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
