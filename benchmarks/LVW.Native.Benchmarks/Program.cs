using System.Runtime.CompilerServices;
using BenchmarkDotNet.Running;
using LVW.Native.Benchmarks.DeviceRun;

namespace LVW.Native.Benchmarks;

/// <summary><c>device ...</c> measures one device by its own clock; anything else goes to BenchmarkDotNet.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["device", .. string[] rest]) return DeviceBenchmark.Run(rest, Console.Out, Console.Error);
        Switch(args);
        return 0;
    }

    // Not inlined: a device run loads nothing of BenchmarkDotNet.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Switch(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
