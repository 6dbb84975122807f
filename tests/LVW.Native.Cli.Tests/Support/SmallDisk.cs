using System.Diagnostics;

namespace LVW.Native.Cli.Tests.Support;

/// <summary>A file system in memory of few bytes: it fills up for root too, and can be made read-only. Where none can be mounted, the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    public SmallDisk(string folder, long bytes)
    {
        this.folder = folder;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a small disk, and only Linux has tmpfs");
        Directory.CreateDirectory(folder);
        (int code, string why) = Call("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={bytes}"), "tmpfs", folder);
        Assert.SkipUnless(code == 0, $"no small disk can be mounted here: {why}");
    }

    /// <summary>Changes how it is mounted.</summary>
    /// <param name="options">As mount takes them: <c>ro</c>, <c>rw,size=64m</c>.</param>
    public void Remount(string options)
    {
        (int code, string why) = Call("mount", "-o", $"remount,{options}", folder);
        Assert.True(code == 0, why);
    }

    public void Dispose() => Call("umount", "--lazy", folder);

    private static (int Code, string Errors) Call(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Trim());
    }
}
