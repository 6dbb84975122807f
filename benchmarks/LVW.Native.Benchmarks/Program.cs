using System.Runtime.CompilerServices;
using BenchmarkDotNet.Running;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Benchmarks.ModelRun;
using LVW.Native.Benchmarks.RanksRun;
using LVW.Native.Benchmarks.SoakRun;

namespace LVW.Native.Benchmarks;

/// <summary><c>device ...</c> measures one device by its own clock, <c>model ...</c> whole networks on the processor, <c>ranks ...</c> their training by several ranks; <c>soak ...</c> trains long; anything else goes to BenchmarkDotNet.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["device", .. string[] rest]) return DeviceBenchmark.Run(rest, Console.Out, Console.Error);
        if (args is ["model", .. string[] options]) return ModelBenchmark.Run(options, Console.In, Console.Out, Console.Error);
        if (args is ["ranks", .. string[] ranked]) return RanksBenchmark.Run(ranked, Console.In, Console.Out, Console.Error);
        if (args is ["soak", .. string[] soaked]) return SoakBenchmark.Run(soaked, Console.Out, Console.Error);
        Switch(args);
        return 0;
    }

    // Not inlined: the other runs load nothing of BenchmarkDotNet.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Switch(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
