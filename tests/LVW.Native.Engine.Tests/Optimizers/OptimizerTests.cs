using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using Xunit;

namespace LVW.Native.Engine.Tests.Optimizers;

public sealed class OptimizerTests : IDisposable
{
    private const int Count = 37;
    private const double Rate = 3e-2;
    private const double Decay = 0.1;

    private readonly CpuDevice device = new(threads: 2, poison: true);

    public void Dispose() => device.Dispose();

    public static TheoryData<SimdWidth> Widths() => [.. SimdWidths.Available];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Adam_with_L2_and_AdamW_follow_their_formulas(SimdWidth width)
    {
        foreach (bool decoupled in (bool[])[false, true])
        {
            using var wide = new CpuDevice(threads: 1, width, poison: true);
            var options = new AdamOptions { DecoupledDecay = decoupled };
            float[] actual = Walk(wide, group => new Adam([group], options), steps: 5);
            double[] expected = [.. Start.Select((start, i) =>
            {
                (double w, double m, double v) = (start, 0, 0);
                for (int t = 1; t <= 5; t++)
                {
                    double g = Pull(i, (float)w) + (decoupled ? 0 : Decay * w);
                    if (decoupled) w *= 1 - (Rate * Decay);
                    m = (0.9 * m) + (0.1 * g);
                    v = (0.999 * v) + (0.001 * g * g);
                    w -= Rate * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
                }

                return w;
            })];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        }
    }

    [Fact]
    public void The_first_step_of_Adam_is_the_learning_rate_whatever_the_gradients_size()
    {
        float[] before = [.. Start.Select(value => (float)value)];
        float[] after = Walk(device, group => new Adam([group], new AdamOptions()), steps: 1, decay: 0);
        for (int i = 0; i < Count; i++)
        {
            if (Math.Abs(Pull(i, before[i])) > 1e-3) Assert.Equal(Rate, Math.Abs(before[i] - (double)after[i]), 2e-7);
        }
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    [InlineData(0, false)]
    public void Stochastic_gradient_descent_follows_its_formula(double momentum, bool nesterov)
    {
        foreach (SimdWidth width in SimdWidths.Available)
        {
            using var wide = new CpuDevice(threads: 1, width, poison: true);
            float[] actual = Walk(wide, group => new Sgd([group], momentum, nesterov), steps: 5);
            for (int i = 0; i < Count; i++)
            {
                (double w, double b) = (Start[i], 0);
                for (int t = 0; t < 5; t++)
                {
                    double g = Pull(i, (float)w) + (Decay * w);
                    b = (momentum * b) + g;
                    w -= Rate * (nesterov ? g + (momentum * b) : b);
                }

                Assert.Equal(w, actual[i], 2e-6);
            }
        }
    }

    [Fact]
    public void A_schedules_factor_scales_the_step_and_groups_have_rates_of_their_own()
    {
        using Parameter fast = NewParameter(), slow = NewParameter();
        using var optimizer = new Sgd([Group(fast, 0.1), Group(slow, 0.01, "slow")], momentum: 0);
        Backward(fast, slow);
        optimizer.Step(factor: 0.5);
        for (int i = 0; i < Count; i++)
        {
            double gradient = Pull(i, (float)Start[i]);
            Assert.Equal(Start[i] - (0.05 * gradient), fast.ToArray()[i], 1e-6);
            Assert.Equal(Start[i] - (0.005 * gradient), slow.ToArray()[i], 1e-6);
        }
    }

    [Fact]
    public void Parameters_of_any_size_move_together_as_each_would_alone()
    {
        int[] lengths = [5, 70_000, 16, 33_333];
        float[][] together = Walk(lengths, apart: false), apart = Walk(lengths, apart: true);
        for (int i = 0; i < lengths.Length; i++) Assert.Equal(apart[i], together[i]);
    }

    [Fact]
    public void Frozen_and_unreached_parameters_are_left_alone()
    {
        using Parameter frozen = NewParameter(), unreached = NewParameter(), moved = NewParameter();
        using var optimizer = new Adam(Group(frozen, 0.1, "frozen"), Group(unreached, 0.1, "unreached"), Group(moved, 0.1, "moved"));
        Backward(frozen, moved);
        frozen.RequiresGradient = false;
        optimizer.Step();
        float[] start = [.. Start.Select(value => (float)value)];
        Assert.Equal(start, frozen.ToArray());
        Assert.Equal(start, unreached.ToArray());
        Assert.NotEqual(start, moved.ToArray());
        Assert.Equal(["moved.moment0", "moved.moment1", "moved.steps"], optimizer.StateDict("").Keys);
    }

    [Fact]
    public void A_restored_optimizer_goes_on_bit_for_bit()
    {
        using Parameter whole = NewParameter(), parted = NewParameter();
        using var straight = new Adam(Group(whole, Rate));
        using var before = new Adam(Group(parted, Rate));
        for (int i = 0; i < 6; i++) Move(straight, whole);
        for (int i = 0; i < 3; i++) Move(before, parted);
        using var after = new Adam(Group(parted, Rate));
        after.LoadStateDict(before.StateDict("optimizer."), "optimizer.");
        for (int i = 0; i < 3; i++) Move(after, parted);
        Assert.Equal(whole.ToArray(), parted.ToArray());
    }

    [Fact]
    public void Step_counts_beyond_what_a_float_can_count_are_kept()
    {
        using Parameter parameter = NewParameter();
        using var optimizer = new Adam(Group(parameter, Rate));
        Move(optimizer, parameter);
        Dictionary<string, HostTensor> state = optimizer.StateDict("");
        state["w.steps"] = new HostTensor([2], [40, 12345]);
        optimizer.LoadStateDict(state, "");
        Move(optimizer, parameter);
        Assert.Equal([40f, 12346f], optimizer.StateDict("")["w.steps"].Values);
    }

    [Fact]
    public void State_of_another_shape_or_without_moments_is_an_error_that_names_the_key()
    {
        using Parameter parameter = NewParameter();
        using var optimizer = new Adam(Group(parameter, Rate));
        Move(optimizer, parameter);
        Dictionary<string, HostTensor> short_ = optimizer.StateDict("");
        short_["w.moment1"] = new HostTensor([3], [1, 2, 3]);
        Assert.Contains("w.moment1", Assert.Throws<CheckpointException>(() => optimizer.LoadStateDict(short_, "")).Message, StringComparison.Ordinal);
        Dictionary<string, HostTensor> without = optimizer.StateDict("");
        without.Remove("w.moment0");
        Assert.Contains("w.moment0", Assert.Throws<CheckpointException>(() => optimizer.LoadStateDict(without, "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_rates_and_decays_below_zero_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("g", [], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("g", [], 1, -1));
    }

    private static double[] Start => [.. Enumerable.Range(0, Count).Select(i => (double)(float)Math.Sin(i + 1))];

    // The gradient of Σ ½ a_i (w_i − b_i)².
    private static double Pull(int i, float w) => Stiffness(i) * (w - Goal(i));

    private static float Stiffness(int i) => 0.1f + (i % 5);

    private static float Goal(int i) => (i % 3) - 1;

    private static ParameterGroup Group(Parameter parameter, double rate, string key = "w", double decay = 0)
        => new(key, [new StateEntry(key, parameter, StateLayout.Same, IsBuffer: false)], rate, decay);

    private static float[] Walk(CpuDevice device, Func<ParameterGroup, Optimizer> create, int steps, double decay = Decay)
    {
        using var parameter = new Parameter(device, [Count]);
        parameter.Set([.. Start.Select(value => (float)value)]);
        using Optimizer optimizer = create(Group(parameter, Rate, decay: decay));
        for (int i = 0; i < steps; i++) Move(optimizer, parameter);
        return parameter.ToArray();
    }

    // The second parameter sits out the first step, so that the counts of steps differ.
    private float[][] Walk(int[] lengths, bool apart)
    {
        Parameter[] parameters = [.. lengths.Select(length => new Parameter(device, [length]))];
        ParameterGroup[] groups =
        [
            .. parameters.Select((parameter, i) => new ParameterGroup(
                $"g{i}", [new StateEntry($"p{i}", parameter, StateLayout.Same, IsBuffer: false)], 1e-2 * (i + 1), 1e-3 * i)),
        ];
        Adam[] optimizers = apart ? [.. groups.Select(group => new Adam(group))] : [new Adam(groups)];
        for (int step = 0; step < 3; step++)
        {
            for (int p = 0; p < parameters.Length; p++)
            {
                if (step == 0 && p == 1) continue;
                device.CopyIn([.. Enumerable.Range(0, lengths[p]).Select(i => MathF.Cos(i * (step + 1)))], parameters[p].GradientBlock());
                parameters[p].HasGradient = true;
            }

            foreach (Adam optimizer in optimizers) optimizer.Step();
        }

        float[][] values = [.. parameters.Select(parameter => parameter.ToArray())];
        foreach (Adam optimizer in optimizers) optimizer.Dispose();
        foreach (Parameter parameter in parameters) parameter.Dispose();
        return values;
    }

    private static void Move(Optimizer optimizer, Parameter parameter)
    {
        Backward(parameter);
        optimizer.Step();
    }

    private static void Backward(params Parameter[] parameters)
    {
        using Step step = parameters[0].Device.BeginStep();
        Tensor stiffness = step.Input([.. Enumerable.Range(0, Count).Select(Stiffness)], [Count]);
        Tensor goal = step.Input([.. Enumerable.Range(0, Count).Select(Goal)], [Count]);
        Tensor loss = default;
        foreach (Parameter parameter in parameters)
        {
            Tensor term = parameter.In(step).Subtract(goal).Square().Multiply(stiffness).Sum().Multiply(0.5f);
            loss = loss.IsEmpty ? term : loss.Add(term);
        }

        loss.Backward();
    }

    private Parameter NewParameter()
    {
        var parameter = new Parameter(device, [Count]);
        parameter.Set([.. Start.Select(value => (float)value)]);
        return parameter;
    }
}
