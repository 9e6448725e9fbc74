using System.Net;
using EmailContactPortal.Web.Startup;

namespace EmailContactPortal.Web.Tests.Startup;

public sealed class OutgoingHttpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public void Private_addresses_are_told_apart(string address) => Assert.False(OutgoingHttp.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2001:4860:4860::8888")]
    public void Public_addresses_may_be_reached(string address) => Assert.True(OutgoingHttp.IsPublic(IPAddress.Parse(address)));
}
