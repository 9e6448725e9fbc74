using EmailContactPortal.Crm.Calling;

namespace EmailContactPortal.Crm.Tests.Calling;

public sealed class EchoTests
{
    [Theory]
    [InlineData("1500", "1500.00000000")]
    [InlineData("1", "true")]
    [InlineData("0", "")]
    [InlineData("no", "0")]
    [InlineData("2026-11-20 08:31:00", "2026-11-20")]
    [InlineData("2026-11-20T08:31:00Z", "2026-11-20 08:31:00")]
    [InlineData("Kevät & kesä", "Kev&auml;t &amp; kes&auml;")]
    [InlineData("Sale 🎉 now", "Sale ???? now")]
    [InlineData("Line\r\nbreak ", "Line break")]
    [InlineData("a <b>bold</b> name", "a bold name")]
    [InlineData("A text that is longer than the column of the field in which it is kept",
        "A text that is longer than the column of the field i")]
    public void The_same_value_is_known_in_the_ways_of_the_crm(string sent, string shown) => Assert.True(WrittenValue.IsSame(sent, shown));

    [Theory]
    [InlineData("1", "0")]
    [InlineData("1", "")]
    [InlineData("no", "yes")]
    [InlineData("1500", "1200")]
    [InlineData("2026-11-20 08:31:00", "2026-11-19")]
    [InlineData("2026-11-20 08:31:00", "2026-11-20 08:30:00")]
    [InlineData("k1-1:sent", "")]
    [InlineData("Oulu", "Espoo")]
    [InlineData("Oulunsalo", "Oulu")]
    [InlineData("12x5", "12x50")]
    public void Another_value_is_another_value(string sent, string shown) => Assert.False(WrittenValue.IsSame(sent, shown));
}
