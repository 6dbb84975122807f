using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>
/// FsCheck draws seed and size and shrinks the size. Runs are the same every time unless <c>LVW_PROPERTY_SEED</c> says otherwise;
/// <c>LVW_PROPERTY_RUNS</c> sets the number of problems for each check.
/// </summary>
internal static class RandomProblems
{
    private static readonly int Runs = Setting("LVW_PROPERTY_RUNS", 16);
    private static readonly ulong Start = (ulong)Setting("LVW_PROPERTY_SEED", 20);

    private static readonly Gen<(int Seed, int Size)> Problems =
        from seed in Gen.Choose(0, int.MaxValue)
        from size in Gen.Frequency((1, Gen.Choose(1, 2)), (2, Gen.Choose(3, OpCase.DefaultSize)))
        select (seed, size);

    public static void Hold(OpCheck check, OpCase opCase, Device device, int? runs = null)
    {
        Property property = Prop.ForAll(
            Arb.From(Problems, problem => Enumerable.Range(1, problem.Size - 1).Select(size => (problem.Seed, size))),
            problem => { check.Run(opCase, device, (ulong)problem.Seed, problem.Size).ThrowIfFailed(); });
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Math.Min(runs ?? Runs, Runs)).WithReplay(Start, 1), property);
    }

    private static int Setting(string name, int value)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int given) ? given : value;
}
