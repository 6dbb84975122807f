using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LVW.Native.Viewer.Serving;

/// <summary>
/// Lets in only requests of the user's own browser for this very address. Another site's name that was made to point here (DNS rebinding) shows in
/// Host; another site's script or form shows in Origin and Sec-Fetch-Site.
/// </summary>
internal static class RequestGuard
{
    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Why a request is refused and with which status; null for one that is let in.</summary>
    public static (int Status, string Line)? Refusal(HttpRequest request)
    {
        int port = request.HttpContext.Connection.LocalPort;
        if (!IsOwnHost(request.Host, port)) return (StatusCodes.Status421MisdirectedRequest, $"Host: only 127.0.0.1:{port} and localhost:{port} are served here. Open that address.");
        if (HttpMethods.IsGet(request.Method))
        {
            // Links from elsewhere may open a page; pictures and data are for these pages alone.
            bool isForeign = request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"] && request.Headers["Sec-Fetch-Mode"] is not ["navigate"];
            return isForeign ? (StatusCodes.Status403Forbidden, "Another site asks for this. Only these pages may.") : null;
        }

        if (!HttpMethods.IsPost(request.Method)) return (StatusCodes.Status405MethodNotAllowed, $"{request.Method}: only GET and POST are served here.");
        StringValues origin = request.Headers.Origin;
        return origin is [{ } given] && string.Equals(given, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
            ? null
            : (StatusCodes.Status403Forbidden, "Origin: changes are taken from these pages alone.");
    }

    /// <summary>What every answer carries.</summary>
    public static void Protect(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static bool IsOwnHost(HostString host, int port)
        => host.Host.ToLowerInvariant() is "127.0.0.1" or "localhost" && (host.Port ?? 80) == port;
}
