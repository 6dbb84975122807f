using System.Diagnostics;
using System.Globalization;

namespace LVW.Native.Distributed.Mpi.Tests.Support;

/// <summary>
/// Two network namespaces with a wire between them: to a launcher, two machines, of which it reaches the second by a script instead of by ssh. Only root may
/// make them; elsewhere the test is skipped.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    private const string Network = "10.211.7.0/24";
    private const string First = "10.211.7.1";
    private const string Second = "10.211.7.2";

    private static int made;

    private readonly string[] names;
    private readonly string agent;

    /// <summary>Makes them.</summary>
    /// <param name="folder">Where the script may lie.</param>
    public TwoHosts(string folder)
    {
        string id = $"{Environment.ProcessId:x}{Interlocked.Increment(ref made)}";
        names = [$"lvw-a-{id}", $"lvw-b-{id}"];
        agent = Path.Combine(folder, "reach");
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may make network namespaces, and only Linux has them");
        Assert.SkipUnless(Call("netns", "add", names[0]) is 0 && Call("netns", "add", names[1]) is 0, "no network namespace can be made here");
        string[] ends = [$"va{id}", $"vb{id}"];
        Assert.SkipUnless(Call("link", "add", ends[0], "netns", names[0], "type", "veth", "peer", "name", ends[1], "netns", names[1]) is 0, "no pair of network devices can be made here");
        string[] addresses = [First, Second];
        for (int i = 0; i < 2; i++)
        {
            Call("-n", names[i], "addr", "add", $"{addresses[i]}/24", "dev", ends[i]);
            Call("-n", names[i], "link", "set", "lo", "up");
            Call("-n", names[i], "link", "set", ends[i], "up");
        }

        Wire = ends[0];
        File.WriteAllText(agent, $"""
            #!/bin/sh
            while [ "$1" != {Second} ]; do shift; done
            shift
            exec ip netns exec {names[1]} unshare --uts sh -c "hostname {names[1]}; $*"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The first machine's end of the wire.</summary>
    public string Wire { get; }

    /// <summary>What the first machine has sent.</summary>
    public long BytesOverTheWire => long.Parse(Text("netns", "exec", names[0], "cat", $"/sys/class/net/{Wire}/statistics/tx_bytes"), CultureInfo.InvariantCulture);

    /// <summary>Starts one rank on each.</summary>
    public MpiJob Start(Mpirun mpirun, string[] command)
    {
        string[] hosts = mpirun.IsOpenMpi
            ? ["--host", $"{First}:1,{Second}:1", "--mca", "plm_rsh_agent", agent, "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", Network, "--mca", "oob_tcp_if_include", Network]
            : ["-launcher", "rsh", "-launcher-exec", agent, "-iface", Wire, "-hosts", $"{First},{Second}", "-ppn", "1"];
        return mpirun.Start(2, hosts, command, ["ip", "netns", "exec", names[0]]);
    }

    public void Dispose()
    {
        foreach (string name in names) Call("netns", "del", name);
    }

    private static int? Call(params string[] arguments)
    {
        try
        {
            using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            ip.StandardError.ReadToEnd();
            ip.WaitForExit();
            return ip.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Text(params string[] arguments)
    {
        using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true })!;
        return ip.StandardOutput.ReadToEnd();
    }
}
