using System.Runtime.InteropServices;

namespace LVW.Native.Cli;

/// <summary>Turns the first SIGINT or SIGTERM into a cancellation, so that a checkpoint can be written; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
    ];

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested) Environment.Exit(ExitCode.Interrupted);
        source.Cancel();
    }
}
