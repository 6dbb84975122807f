using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>Closeness of whole tensors: every element within a share of the largest magnitude of the expected tensor.</summary>
internal static class Near
{
    /// <summary>What single precision must keep of a reference in double precision.</summary>
    public const double SinglePrecision = 1e-5;

    /// <summary>Fails with the worst element where the tensors differ by more than the share; a tensor of zeros must be met exactly.</summary>
    public static void Check(string name, double[] expected, float[] actual, double share = SinglePrecision)
    {
        Assert.True(expected.Length == actual.Length, $"{name}: {actual.Length} values, expected {expected.Length}.");
        double allowed = share * expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        (double worst, int at) = (-1, 0);
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            if (!(difference <= worst)) (worst, at) = (difference, i);
            if (double.IsNaN(difference)) break;
        }

        Assert.True(
            worst <= allowed,
            actual.Length == 0 ? name : $"{name}[{at}] is {actual[at]}, expected {expected[at]}: off by {worst:G3}, allowed {allowed:G3} ({share} of the largest).");
    }

    public static void Check(string name, double expected, float actual, double share = SinglePrecision) => Check(name, [expected], [actual], share);
}
