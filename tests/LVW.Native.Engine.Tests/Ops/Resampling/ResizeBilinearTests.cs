using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Resampling;

public sealed class ResizeBilinearTests
{
    [Fact]
    public void Corners_or_edges_coincide()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([0, 4], [1, 1, 2, 1]);
        Assert.Equal([0f, 1f, 3f, 4f], x.ResizeBilinear(1, 4).ToArray());
        Assert.Equal([0f, 1f, 2f, 3f, 4f], x.ResizeBilinear(1, 5, alignCorners: true).ToArray());
        Assert.Equal([0f], x.ResizeBilinear(1, 1, alignCorners: true).ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c, byte height, byte width, bool alignCorners)
    {
        Shape shape = [1 + (n % 3), 1 + (h % 8), 1 + (w % 8), 1 + (c % 20)];
        int newHeight = 1 + (height % 20);
        int newWidth = 1 + (width % 20);
        new OpExperiment(
            (_, inputs) => inputs[0].ResizeBilinear(newHeight, newWidth, alignCorners),
            inputs => Reference(inputs[0], shape, newHeight, newWidth, alignCorners),
            (shape, OpExperiment.Random(n, shape.Count))).Check();
    }

    [Fact]
    public void A_repeated_step_allocates_nothing()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        Shape shape = [2, 7, 7, 1];
        new OpExperiment(
            (_, inputs) => inputs[0].ResizeBilinear(56, 56),
            inputs => Reference(inputs[0], shape, 56, 56, false),
            (shape, OpExperiment.Random(1, shape.Count))).CheckAllocatesNothing(new Parameter(device, shape));
    }

    // Each source place is a tent whose top is at its own position; the target reads the tents where it lies.
    private static double[] Reference(double[] x, Shape shape, int height, int width, bool alignCorners)
    {
        var y = new List<double>();
        for (int n = 0; n < shape[0]; n++)
        {
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    for (int c = 0; c < shape[3]; c++)
                    {
                        double sum = 0;
                        double u = Position(i, height, shape[1], alignCorners);
                        double v = Position(j, width, shape[2], alignCorners);
                        for (int h = 0; h < shape[1]; h++)
                        {
                            for (int w = 0; w < shape[2]; w++)
                            {
                                double weight = Math.Max(0, 1 - Math.Abs(u - h)) * Math.Max(0, 1 - Math.Abs(v - w));
                                sum += weight * x[(((((n * shape[1]) + h) * shape[2]) + w) * shape[3]) + c];
                            }
                        }

                        y.Add(sum);
                    }
                }
            }
        }

        return [.. y];
    }

    private static double Position(int i, int target, int source, bool alignCorners)
    {
        if (alignCorners) return target == 1 ? 0 : i * (source - 1.0) / (target - 1);
        return Math.Max(0, Math.Min(source - 1, ((i + 0.5) * source / target) - 0.5));
    }
}
