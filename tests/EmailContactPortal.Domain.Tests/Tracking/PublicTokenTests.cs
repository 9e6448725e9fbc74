using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Domain.Tests.Tracking;

public sealed class PublicTokenTests
{
    private readonly PublicToken tokens = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    [Fact]
    public void A_token_gives_back_what_it_was_made_of()
    {
        var token = tokens.Create(TokenScope.Click, 123_456_789_012, 42);

        Assert.Equal(PublicToken.Length, token.Length);
        Assert.True(tokens.TryRead(token, TokenScope.Click, out var delivery, out var link));
        Assert.Equal((123_456_789_012, 42), (delivery, link));
    }

    [Fact]
    public void A_token_is_good_for_one_action_only()
    {
        var token = tokens.Create(TokenScope.Open, 7);

        Assert.False(tokens.TryRead(token, TokenScope.Subscription, out _, out _));
    }

    [Fact]
    public void Any_changed_character_makes_a_token_worthless()
    {
        var token = tokens.Create(TokenScope.Subscription, 7);
        for (var i = 0; i < token.Length; i++)
        {
            var forged = token.ToCharArray();
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            Assert.False(tokens.TryRead(forged, TokenScope.Subscription, out _, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Nonsense_is_refused(string token) => Assert.False(tokens.TryRead(token, TokenScope.Open, out _, out _));
}
