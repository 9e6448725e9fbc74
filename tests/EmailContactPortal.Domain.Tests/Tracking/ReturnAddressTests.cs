using System.Globalization;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Domain.Tests.Tracking;

public sealed class ReturnAddressTests
{
    private static readonly ReturnAddress Addresses = new(new PublicToken(new byte[32]), "bounces.example.com");

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public void An_address_leads_back_to_its_delivery_whatever_case_it_returns_in(long delivery)
    {
        foreach (var (address, scope) in new[]
        {
            (Addresses.ForBounces(delivery), TokenScope.Bounce),
            (Addresses.ForUnsubscribing(delivery), TokenScope.UnsubscribeMail),
        })
        {
            foreach (var written in new[] { address, address.ToUpper(CultureInfo.InvariantCulture) })
            {
                var parts = written.Split('@');
                Assert.InRange(parts[0].Length, 1, 64);
                Assert.True(Addresses.TryRead(parts[0], parts[1], out var read, out var id));
                Assert.Equal((scope, delivery), (read, id));
            }
        }
    }

    [Fact]
    public void A_changed_address_leads_nowhere()
    {
        var local = Addresses.ForBounces(4711).Split('@')[0];

        for (var i = 0; i < local.Length; i++)
            foreach (var letter in "abu27-z".Where(c => c != local[i]))
                Assert.False(Addresses.TryRead(local[..i] + letter + local[(i + 1)..], "bounces.example.com", out _, out _));
        Assert.False(Addresses.TryRead(local, "other.example.com", out _, out _));
        Assert.False(Addresses.TryRead("", "bounces.example.com", out _, out _));
        Assert.False(Addresses.TryRead(local + "a", "bounces.example.com", out _, out _));
    }

    [Fact]
    public void A_token_of_a_link_is_no_address() =>
        Assert.NotEqual(Addresses.ForBounces(1)[1..], Addresses.ForUnsubscribing(1)[1..]);
}
