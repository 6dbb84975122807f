using FsCheck;
using FsCheck.Fluent;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>Generated sizes: small, odd, and now and then wider than a panel.</summary>
internal static class KernelCases
{
    public static IEnumerable<SimdWidth> Widths => SimdWidths.Available;

    public static Arbitrary<Conv2dGeometry> Geometries() => (
        from groups in Gen.Frequency((6, Gen.Constant(1)), (2, Gen.Choose(2, 5)))
        from channels in Gen.Frequency((4, Gen.Choose(1, 9)), (2, Gen.Choose(14, 19)), (1, Gen.Choose(60, 70)))
        from filters in Gen.Frequency((4, Gen.Choose(1, 9)), (2, Gen.Choose(14, 35)), (1, Gen.Choose(63, 82)))
        from kernel in Gen.Choose(1, 4).Two()
        from stride in Gen.Choose(1, 3).Two()
        from dilation in Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Choose(2, 3))).Two()
        from pad in Gen.Choose(0, 3).Four()
        from size in Gen.Choose(1, 11).Two()
        from pictures in Gen.Choose(1, 3)
        let geometry = new Conv2dGeometry
        {
            N = pictures,
            H = size.Item1,
            W = size.Item2,
            C = groups > 1 ? groups * (1 + (channels % 4)) : channels,
            K = groups > 1 ? groups * (1 + (filters % 4)) : filters,
            R = kernel.Item1,
            S = kernel.Item2,
            StrideH = stride.Item1,
            StrideW = stride.Item2,
            DilationH = dilation.Item1,
            DilationW = dilation.Item2,
            PadTop = pad.Item1,
            PadBottom = pad.Item2,
            PadLeft = pad.Item3,
            PadRight = pad.Item4,
            Groups = groups,
        }
        where geometry.Problem() is null && geometry.MultiplyAdds < 400_000
        select geometry).ToArbitrary();

    public static void ForAll<T>(Arbitrary<T> cases, int count, Action<T> check)
        => Prop.ForAll(cases, check).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
