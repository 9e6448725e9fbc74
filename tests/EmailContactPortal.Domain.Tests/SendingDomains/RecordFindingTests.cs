using EmailContactPortal.Domain.SendingDomains;

namespace EmailContactPortal.Domain.Tests.SendingDomains;

public sealed class RecordFindingTests
{
    private const string Wanted = "v=DKIM1; k=rsa; p=AAAABBBB";

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=AAAABBBB")]
    [InlineData("k=rsa;p=AAAA BBBB;")]
    [InlineData("v=DKIM1;p=AAAABBBB; t=s")]
    public void The_same_key_written_otherwise_is_found(string record) =>
        Assert.Equal(RecordState.Found, RecordFinding.OfKey(Wanted, [record]).State);

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=AAAACCCC", "another key")]
    [InlineData("v=DKIM1; k=ed25519; p=AAAABBBB", "another key")]
    [InlineData("v=DKIM1; p=", "takes the key back")]
    public void Another_key_is_said_to_be_different(string record, string says)
    {
        var finding = RecordFinding.OfKey(Wanted, [record]);

        Assert.Equal(RecordState.Different, finding.State);
        Assert.Contains(says, finding.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void No_record_or_one_of_something_else_is_missing()
    {
        Assert.Equal(RecordState.Missing, RecordFinding.OfKey(Wanted, []).State);
        Assert.Equal(RecordState.Missing, RecordFinding.OfKey(Wanted, ["google-site-verification=x"]).State);
    }

    [Fact]
    public void Two_records_of_one_kind_are_said_to_be_wrong()
    {
        Assert.Equal(RecordState.Different, RecordFinding.OfKey(Wanted, [Wanted, "p=other"]).State);
        Assert.Equal(RecordState.Different, RecordFinding.OfSpf(["v=spf1 -all", "v=spf1 mx -all"]).State);
        Assert.Equal(RecordState.Found, RecordFinding.OfSpf(["v=spf1 mx -all", "v=spf10 nonsense"]).State);
        Assert.Equal(RecordState.Found, RecordFinding.OfDmarc(["v=DMARC1; p=none"]).State);
        Assert.Equal(RecordState.Missing, RecordFinding.OfDmarc(["hello"]).State);
    }

    [Fact]
    public void A_long_value_is_split_for_zone_files()
    {
        var record = new DnsRecord("s._domainkey.example.com", "v=DKIM1; k=rsa; p=" + new string('A', 392));

        var strings = record.ZoneLine.Split('"').Where((_, i) => i % 2 == 1).ToList();

        Assert.Equal([255, 155], strings.Select(s => s.Length));
        Assert.Equal(record.Value, string.Concat(strings));
        Assert.StartsWith("s._domainkey.example.com. IN TXT \"", record.ZoneLine, StringComparison.Ordinal);
    }

    [Fact]
    public void SPF_names_the_mail_servers_that_others_can_see() =>
        Assert.Equal(
            "v=spf1 a:relay.example.com ip4:192.0.2.7 ip6:2001:db8::1 ~all",
            DnsRecord.ForSpf(
                "example.com", ["Relay.example.com", "localhost", "127.0.0.1", "192.0.2.7", "[2001:db8::1]", "relay.example.com"]).Value);

    [Fact]
    public void Selectors_of_one_day_differ()
    {
        var now = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
        var first = SigningKey.NewSelector(SigningAlgorithm.Rsa, now, []);
        var second = SigningKey.NewSelector(SigningAlgorithm.Rsa, now, [first]);

        Assert.Equal(
            ("ecp20261121r", "ecp20261121r2", "ecp20261121e"),
            (first, second, SigningKey.NewSelector(SigningAlgorithm.Ed25519, now, [first, second])));
    }
}
