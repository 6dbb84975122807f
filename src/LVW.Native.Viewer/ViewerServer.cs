using System.Net;
using System.Net.Sockets;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.Viewer.Pages;
using LVW.Native.Viewer.Serving;
using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LVW.Native.Viewer;

/// <summary>Shows a run to the browser of the user of this machine, and to nobody else.</summary>
public sealed class ViewerServer : IAsyncDisposable
{
    // A request that is given up while its picture is read need not be waited for.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly ViewerState state;

    private ViewerServer(WebApplication application, ViewerState state) => (this.application, this.state) = (application, state);

    /// <summary>Where the pages are.</summary>
    public Uri Address => new(application.Urls.First());

    /// <summary>Begins to serve.</summary>
    /// <param name="run">The run; it belongs to the caller and must outlive the server.</param>
    /// <param name="port">The port on 127.0.0.1; 0 for a free one.</param>
    /// <param name="cancellation">Asks not to begin.</param>
    /// <exception cref="SettingsException">The port is taken or may not be used.</exception>
    public static async Task<ViewerServer> StartAsync(ViewedRun run, int port, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var state = new ViewerState(run);
        WebApplication application = Build(state, port);
        try
        {
            await application.StartAsync(cancellation);
            return new ViewerServer(application, state);
        }
        catch (Exception exception)
        {
            await application.DisposeAsync();
            state.Dispose();
            if (exception is IOException or SocketException) throw new SettingsException($"--port: {port} on 127.0.0.1 cannot be used; another program may have it. Choose another port, or 0 for a free one.");
            throw;
        }
    }

    /// <summary>Ends serving: requests that wait are given up, and background passes end after their batch.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopWithin);
        await application.StopAsync(limit.Token);
        await state.StopAsync();
        await application.DisposeAsync();
        state.Dispose();
    }

    private static WebApplication Build(ViewerState state, int port)
    {
        // Nothing of the surroundings counts: no files of settings, no variables, no logging.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = ChangeRoutes.LargestPicture;
            options.Limits.MaxConcurrentConnections = 64;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        WebApplication application = builder.Build();
        application.Use((context, next) => Guard(context, next, state));
        PageRoutes.Map(application, state);
        PictureRoutes.Map(application, state);
        ChangeRoutes.Map(application, state);
        return application;
    }

    private static async Task Guard(HttpContext context, RequestDelegate next, ViewerState state)
    {
        RequestGuard.Protect(context.Response);
        if (RequestGuard.Refusal(context.Request) is var (status, line))
        {
            await Answer.Plain(context, line, status);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Answer.Plain(context, exception.Message, exception.StatusCode);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await Tell(context, state, exception);
        }
    }

    private static Task Tell(HttpContext context, ViewerState state, Exception exception)
    {
        string line = state.Run.LineFor(exception);
        int status = state.Run.ErrorLine(exception) is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status422UnprocessableEntity;
        if (HttpMethods.IsPost(context.Request.Method)) return Answer.Problem(context, line, status);
        return context.Request.Path.StartsWithSegments("/images")
            ? Answer.Plain(context, line, status)
            : Answer.Html(context, ErrorPage.Render(state, "This cannot be shown", line), status);
    }
}
