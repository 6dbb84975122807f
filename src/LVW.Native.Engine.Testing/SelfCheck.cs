using System.Diagnostics;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing.Checks;

namespace LVW.Native.Engine.Testing;

/// <summary>Checks every op on a device of the user's own machine, in seconds.</summary>
public static class SelfCheck
{
    /// <summary>Runs every check of every case on random problems.</summary>
    /// <param name="device">The device to be checked.</param>
    /// <param name="seed">The first problem's seed; the following ones count up.</param>
    /// <param name="progress">Told of each case as it is done.</param>
    /// <param name="problems">Problems for each check; every other one is tiny.</param>
    /// <param name="size">Roughly the largest height and width of the others.</param>
    /// <param name="cases">The cases to check; null means the engine's, <see cref="OpCatalogue.All"/>.</param>
    /// <returns>One result for each case, in their order.</returns>
    public static IReadOnlyList<SelfCheckResult> Run(
        Device device, ulong seed = 0, IProgress<SelfCheckResult>? progress = null, int problems = 4, int size = OpCase.DefaultSize, IEnumerable<OpCase>? cases = null)
    {
        var results = new List<SelfCheckResult>();
        foreach (OpCase opCase in cases ?? OpCatalogue.All)
        {
            SelfCheckResult result = Run(opCase, device, seed, problems, size);
            results.Add(result);
            progress?.Report(result);
        }

        return results;
    }

    private static SelfCheckResult Run(OpCase opCase, Device device, ulong seed, int problems, int size)
    {
        long start = Stopwatch.GetTimestamp();
        CheckResult? closest = null;
        foreach (OpCheck check in OpCheck.All)
        {
            for (int i = 0; i < problems; i++)
            {
                CheckResult result = check.Run(opCase, device, seed + (ulong)i, OpCase.SizeOf(i, size));
                if (!result.Passed)
                {
                    return new SelfCheckResult(opCase.Name, result.Error, result.Tolerance, Elapsed(start), check.Shrink(opCase, device, result));
                }

                if (closest is null || Share(result) > Share(closest)) closest = result;
            }
        }

        return new SelfCheckResult(opCase.Name, closest?.Error ?? 0, closest?.Tolerance ?? 0, Elapsed(start), Failure: null);
    }

    private static double Share(CheckResult result) => result.Error == 0 ? 0 : result.Error / result.Tolerance;

    private static double Elapsed(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
