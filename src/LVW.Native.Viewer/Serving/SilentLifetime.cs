using Microsoft.Extensions.Hosting;

namespace LVW.Native.Viewer.Serving;

/// <summary>Signals are the command line's: the server ends when it is told to.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
