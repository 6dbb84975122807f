using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

public sealed class LogSimilarityTests
{
    private const double Epsilon = 1e-4;

    [Fact]
    public void The_values_of_the_paper_are_met()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        float[] s = step.Input([0f, 0.1f, 1f], [3]).LogSimilarity().ToArray();
        Assert.Equal(9.2103, s[0], 5e-5);
        Assert.Equal(2.397, s[1], 5e-4);
        Assert.Equal(0.693, s[2], 5e-4);
    }

    [Fact]
    public void Value_and_derivative_keep_six_digits_from_zero_to_the_farthest_word()
    {
        float[] distances = [0f, .. Enumerable.Range(-90, 181).Select(i => MathF.Pow(10, i / 10f))];
        foreach (SimdWidth width in SimdWidths.Available)
        {
            using var device = new CpuDevice(threads: 1, width, poison: true);
            using Step step = device.BeginStep();
            Tensor d = step.Input(distances, [distances.Length], requiresGradient: true);
            Tensor s = d.LogSimilarity().Keep();
            s.Sum().Backward();
            float[] values = s.ToArray();
            float[] derivatives = step.GradientOf(d);
            for (int i = 0; i < distances.Length; i++)
            {
                double exact = Exact(distances[i]);
                double slope = (Epsilon - 1) / ((distances[i] + 1.0) * (distances[i] + Epsilon));
                Assert.True(Math.Abs(values[i] - exact) <= 1e-6 * exact, $"{width}: s({distances[i]}) = {values[i]}, exactly {exact}");
                Assert.True(Math.Abs(derivatives[i] - slope) <= -1e-6 * slope, $"{width}: s'({distances[i]}) = {derivatives[i]}, exactly {slope}");
            }
        }
    }

    [Fact]
    public void An_epsilon_outside_its_range_is_named()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginInference();
        Tensor d = step.Input([1f], [1]);
        Assert.Contains("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => d.LogSimilarity(0)).Message);
    }

    // ln(1 + u) by its series where the logarithm of a number near 1 would lose digits even in double.
    private static double Exact(double distance)
    {
        double u = (1 - Epsilon) / (distance + Epsilon);
        return u < 1e-5 ? u * (1 - (u / 2) + (u * u / 3)) : Math.Log((distance + 1) / (distance + Epsilon));
    }
}
