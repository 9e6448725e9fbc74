using System.Net;
using System.Net.Sockets;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Crm.Tests.Calling;

public sealed class CallTroubleTests : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Nobody_there_no_such_name_and_the_wrong_scheme_are_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var plain = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("{}"));

        var closed = await TroubleAsync($"http://127.0.0.1:{port}/");
        var unknown = await TroubleAsync("http://crm.invalid/");
        var tls = await TroubleAsync(plain.Url.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.Contains($"127.0.0.1 refuses connections on port {port}.", closed.Message, StringComparison.Ordinal);
        Assert.Contains("There is no server named crm.invalid.", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("http or https", tls.Message, StringComparison.Ordinal);
        Assert.All([closed, unknown, tls], e => Assert.Equal(CrmFault.Unreachable, e.Fault));
    }

    [Fact]
    public async Task A_refusal_to_call_a_private_address_keeps_its_words()
    {
        using var guarded = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => throw new HttpRequestException("crm.lan is inside a private network."),
        });

        var trouble = await TroubleAsync("http://crm.lan/", guarded);

        Assert.Equal((CrmFault.Settings, "crm.lan is inside a private network."), (trouble.Fault, trouble.Message));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var piece = new byte[1024 * 1024];
            for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });

        var trouble = await TroubleAsync(server.Url);

        Assert.Equal(CrmFault.Nonsense, trouble.Fault);
        Assert.Contains("larger than 32 MB", trouble.Message, StringComparison.Ordinal);
    }

    private Task<CrmException> TroubleAsync(string address, HttpClient? with = null) => Assert.ThrowsAsync<CrmException>(() =>
        new CrmHttp(with ?? http, new CrmSettings("", "", "", "")).SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, address), isSecret: false, CancellationToken.None));
}
