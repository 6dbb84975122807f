using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Testing.Distributed;
using Xunit;

namespace LVW.Native.Engine.Tests.Distributed;

public sealed class GradientExchangeTests
{
    private sealed class Listener : IGradientObserver
    {
        public List<(Parameter Parameter, float[] Gradient)> Told { get; } = [];

        public void Completed(Parameter parameter)
        {
            float[] values = new float[parameter.Shape.Count];
            parameter.Device.CopyOut(parameter.Gradient, values);
            Told.Add((parameter, values));
        }
    }

    [Fact]
    public void A_gradient_is_told_once_and_only_when_nothing_adds_to_it_any_more()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using var early = Filled(device, 2);
        using var shared = Filled(device, 3);
        using var late = Filled(device, 5);
        var listener = new Listener();
        using Step step = device.BeginStep();

        // 3·2 used first and last: its gradient is complete only when the tape has run back to the first use.
        Tensor y = early.In(step) * shared.In(step);
        y = y * late.In(step);
        y = y * shared.In(step);
        y.Sum().Backward(listener);
        Assert.Equal([late, shared, early], listener.Told.Select(told => told.Parameter));
        Assert.Equal([18f, 60f, 45f], listener.Told.Select(told => told.Gradient[0]));
    }

    [Fact]
    public void What_the_loss_does_not_reach_and_what_is_frozen_is_not_told()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using var moved = Filled(device, 2);
        using var frozen = Filled(device, 3);
        using var unused = Filled(device, 4);
        frozen.RequiresGradient = false;
        var listener = new Listener();
        using Step step = device.BeginStep();
        _ = unused.In(step).ReLU();
        (moved.In(step) * frozen.In(step)).Sum().Backward(listener);
        Assert.Equal([moved], listener.Told.Select(told => told.Parameter));
    }

    [Theory]
    [InlineData(2, 4, "cpu", false)]
    [InlineData(3, 1, "cpu", false)]
    [InlineData(3, 1000, "cpu", false)]
    [InlineData(2, 4, "emulated", false)]
    [InlineData(2, 4, "emulated", true)]
    [InlineData(2, 4, "opencl:0", true)]
    public void Ranks_end_with_the_sum_of_their_gradients_wherever_these_are_packed(int size, int bucketValues, string name, bool onDevice)
    {
        Assert.SkipWhen(name == "opencl:0" && DeviceCatalogue.Found().All(found => found.Name != name), "There is no OpenCL device on this machine (Debian: pocl-opencl-icd).");
        int[] sizes = [3, 1, 7, 2];
        float[][] results = ThreadRanks.Run(size, ranks =>
        {
            using Device device = DeviceCatalogue.Open(name, threads: 1);
            Parameter[] parameters = [.. sizes.Select(count => new Parameter(device, [count]))];
            using var exchange = new GradientExchange(ranks, device, bucketValues);
            var found = new List<float>();
            for (int round = 0; round < 2; round++)
            {
                using Step step = device.BeginStep();
                Tensor loss = default;
                for (int i = 0; i < parameters.Length; i++)
                {
                    float[] factors = [.. Enumerable.Range(0, sizes[i]).Select(j => (ranks.Rank + 1f) * (i + 1) * (j + 1) * (round + 1))];
                    Tensor term = (parameters[i].In(step) * step.Input(factors, [sizes[i]])).Sum();
                    loss = loss.IsEmpty ? term : loss.Add(term);
                }

                exchange.Begin();
                loss.Backward(exchange);
                exchange.Complete();
                foreach (Parameter parameter in parameters)
                {
                    float[] values = new float[parameter.Shape.Count];
                    device.CopyOut(parameter.Gradient, values);
                    found.AddRange(values);
                }
            }

            foreach (Parameter parameter in parameters) parameter.Dispose();
            return found.ToArray();
        }, onDevice);
        int whole = Enumerable.Range(1, size).Sum();
        float[] expected = [.. from round in (int[])[1, 2] from i in Enumerable.Range(0, sizes.Length) from j in Enumerable.Range(1, sizes[i]) select (float)(whole * (i + 1) * j * round)];
        Assert.All(results, found => Assert.Equal(expected, found));
    }

    [Fact]
    public void The_first_bucket_leaves_before_the_backward_pass_has_ended()
    {
        bool[] early = ThreadRanks.Run(2, ranks =>
        {
            using var device = new CpuDevice(threads: 1, poison: true);
            using var last = Filled(device, 2);
            using var first = Filled(device, 3);
            using var exchange = new GradientExchange(ranks, device, bucketValues: 1);
            var order = new Order(exchange);
            using Step step = device.BeginStep();
            (last.In(step).ReLU().ReLU() * first.In(step)).Sum().Backward(order);
            exchange.Complete();
            return order.SentBefore;
        });
        Assert.Equal([true, true], early);
    }

    // Notes whether a bucket was on its way when the last gradient came.
    private sealed class Order(GradientExchange exchange) : IGradientObserver
    {
        public bool SentBefore { get; private set; }

        public void Completed(Parameter parameter)
        {
            SentBefore = exchange.Timings.Any(timing => timing.Began > 0);
            exchange.Completed(parameter);
        }
    }

    private static Parameter Filled(Device device, float value)
    {
        var parameter = new Parameter(device, [1]);
        parameter.Set([value]);
        return parameter;
    }
}
