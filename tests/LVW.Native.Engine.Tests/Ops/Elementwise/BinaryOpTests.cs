using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Elementwise;

public sealed class BinaryOpTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_row_is_added_to_every_row()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([1f, 2f, 3f, 4f, 5f, 6f], [2, 3], requiresGradient: true);
        Tensor bias = step.Input([10f, 20f, 30f], [3], requiresGradient: true);
        Tensor y = (x + bias).Keep();
        y.Sum().Backward();
        Assert.Equal([11f, 22f, 33f, 14f, 25f, 36f], y.ToArray());
        Assert.Equal([2f, 2f, 2f], step.GradientOf(bias));
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], step.GradientOf(x));
    }

    [Fact]
    public void Both_operands_may_repeat()
    {
        using Step step = device.BeginStep();
        Tensor y = step.Input([1f, 2f], [2, 1]) * step.Input([10f, 20f, 30f], [1, 3]);
        Assert.Equal(new Shape(2, 3), y.Shape);
        Assert.Equal([10f, 20f, 30f, 20f, 40f, 60f], y.ToArray());
    }

    [Fact]
    public void A_tensor_may_be_both_operands()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([3f, -2f], [2], requiresGradient: true);
        ((x * x) + (x + x) - (x - x) + (x / x)).Sum().Backward();
        Assert.Equal([8f, -2f], step.GradientOf(x));
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        using Step step = device.BeginStep();
        Tensor a = step.Input(new float[6], [2, 3]);
        Tensor b = step.Input(new float[8], [2, 4]);
        string message = Assert.Throws<ArgumentException>(() => a * b).Message;
        Assert.StartsWith("Multiply: the shapes [2, 3] and [2, 4] do not broadcast", message);
        Assert.Contains("Reshape", message);
    }

    [Property(MaxTest = 60)]
    public void Broadcasting_and_both_gradients_agree_with_double(int seed)
    {
        var random = new Random(seed);
        Shape full = OpCheck.RandomShape(random, random.Next(0, 5), random.Next(2, 20) > 17 ? 20 : 5);
        (Shape left, Shape right) = (Shrink(random, full), Shrink(random, full));
        TestInput a = OpCheck.Uniform(random, left);
        TestInput b = OpCheck.Uniform(random, right, 0.5, 2);
        Check((x, y) => x + y, (x, y) => x + y);
        Check((x, y) => x - y, (x, y) => x - y);
        Check((x, y) => x * y, (x, y) => x * y);
        Check((x, y) => x / y, (x, y) => x / y);

        void Check(Func<Tensor, Tensor, Tensor> op, Func<double, double, double> reference)
            => OpCheck.Run(x => op(x[0], x[1]), x => Broadcast(x[0], left, x[1], right, reference), [a, b], 2e-5);
    }

    // Some dimensions become 1, some leading ones disappear.
    private static Shape Shrink(Random random, Shape full)
    {
        int[] sizes = [.. full.Select(size => random.Next(3) == 0 ? 1 : size)];
        int drop = random.Next(4) == 0 ? random.Next(0, full.Rank + 1) : 0;
        return new Shape(sizes[drop..]);
    }

    private static double[] Broadcast(double[] a, Shape left, double[] b, Shape right, Func<double, double, double> f)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        int[] sizes = [.. Enumerable.Range(0, rank).Select(axis => Math.Max(Size(left, axis), Size(right, axis)))];
        double[] y = new double[sizes.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < y.Length; i++) y[i] = f(a[Place(left, i)], b[Place(right, i)]);
        return y;

        int Size(Shape shape, int axis) => axis - rank + shape.Rank is var own && own >= 0 ? shape[own] : 1;

        int Place(Shape shape, int i)
        {
            int place = 0;
            int step = 1;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                int at = i % sizes[axis];
                i /= sizes[axis];
                if (Size(shape, axis) == 1) continue;
                place += at * step;
                step *= Size(shape, axis);
            }

            return place;
        }
    }
}
