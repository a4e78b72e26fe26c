using System.Net;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text;
using Apical.Cli.Collection;
using Apical.Report;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Apical.Cli.Dashboard;

/// <summary>
/// Serves the page and a stream of events, on this machine alone and to whoever has the token: other users of the machine, and pages of other servers that a
/// browser shows, have it not. It is a part of the address, as a cookie would go to every server of this machine, whatever its port.
/// </summary>
/// <param name="folder">The folder that is watched.</param>
/// <param name="time">Tells when to look again.</param>
internal sealed class DashboardServer(string folder, TimeProvider time) : IDisposable
{
    private const int TokenBytes = 16, NonceBytes = 16;
    private const int MostConnections = 64;             // each page holds one, and looks through the folder twice a second

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    private readonly string _pages = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));      // opens report pages alone
    private readonly CancellationTokenSource _ends = new();
    private WebApplication? _app;
    private Uri? _served;

    /// <summary>What to open in a browser.</summary>
    public string Address => $"{_served}{_token}/";

    /// <summary>Begins to serve.</summary>
    /// <param name="port">Where; 0 for any that is free.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public void Start(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        _app.Run(Answer);
        _app.StartAsync().GetAwaiter().GetResult();
        string address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _served = new Uri(address);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends.Cancel();
        if (_app is not null)
        {
            using var patience = new CancellationTokenSource(s_patience);
            _app.StopAsync(patience.Token).GetAwaiter().GetResult();
            _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _ends.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        HttpRequest request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";

        // A name that leads to this machine is no reason to believe whoever uses it. (The port may be another's, which leads here through ssh.)
        bool isHere = request.Host.Host is "127.0.0.1" or "localhost", asks = HttpMethods.IsGet(request.Method);
        string[] path = (request.Path.Value ?? "").Split('/');
        if (isHere && asks && path is [_, var key, ""] && IsToken(key, _pages) && ReportOf(request.Query["run"]) is { } page)
        {
            await SendReport(context, page);
            return;
        }

        if (!isHere || !asks || path.Length < 2 || !IsToken(path[1], _token))
        {
            context.Response.StatusCode = asks ? StatusCodes.Status403Forbidden : StatusCodes.Status405MethodNotAllowed;
            await context.Response.WriteAsync("Open the address that 'apical dashboard' printed, to its end.", context.RequestAborted);
            return;
        }

        switch (path[2..])
        {
            case []:
                context.Response.Redirect($"/{_token}/");
                return;
            case [""]:
                await SendPage(context);
                return;
            case ["report"] when ReportOf(request.Query["run"]) is not null:
                context.Response.Redirect($"/{_pages}/{request.QueryString}");
                return;
            case ["events"]:
                await SendEvents(context, request.Query["run"]);
                return;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }
    }

    // Names come from what is found, so that none leads elsewhere.
    private string? ReportOf(string? run)
    {
        var found = Directory.Exists(folder) ? RunFinder.Names(folder).FirstOrDefault(one => one.Name == run) : default;
        return found.Folder is null ? null : DashboardEvents.PageOf(folder, found.Folder);
    }

    // A page may come from somebody else. It draws its charts in a world of its own, and nothing but their scripts is fetched for it; its address opens
    // pages alone, should it tell that to others.
    private static async Task SendReport(HttpContext context, string page)
    {
        context.Response.Headers.ContentSecurityPolicy = "sandbox allow-scripts allow-popups allow-downloads; default-src 'none'; "
            + "script-src 'unsafe-inline' 'unsafe-eval' https://cdn.jsdelivr.net; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.SendFileAsync(page, context.RequestAborted);
    }

    private static Task SendPage(HttpContext context)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));

        // Vega makes functions of its expressions.
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-eval'; style-src 'unsafe-inline'; "
            + "connect-src 'self'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(DashboardPage.Html(nonce), context.RequestAborted);
    }

    private async Task SendEvents(HttpContext context, string? run)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ends.Token);
        context.Response.ContentType = "text/event-stream";
        try
        {
            await SseFormatter.WriteAsync(new DashboardEvents(folder, run, time).Follow(ends.Token), context.Response.Body, ends.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // the page was closed, or the server ends
        }
    }

    private static bool IsToken(string text, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(token));
}
