using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

public sealed class LastLayerParityTests
{
    private const double L1 = 1e-4;

    [Fact]
    public void The_fit_reaches_the_optimum()
    {
        GoldenFile golden = GoldenFile.Require("last_layer_fit");
        (float[] weights, double objective) = LastLayerFit.Solve(Problem(golden), golden.Floats("W0"));
        double optimum = golden.Number("objective_optimum");

        // The reference's solver stops two millionths above.
        Assert.InRange(objective, optimum * (1 - 1e-5), optimum * (1 + 1e-6));
        double ofWeights = Problem(golden).Objective([.. weights.Select(value => (double)value)]);
        Assert.Equal(objective, ofWeights, 1e-6 * optimum);
    }

    [Fact]
    public void The_objective_at_the_start_is_the_first_loss_of_PyTorch()
    {
        GoldenFile golden = GoldenFile.Require("last_layer_fit");
        Assert.Equal(golden.Number("loss_before_step_1"), Problem(golden).Objective(golden["W0"].Values), 1e-9);
    }

    [Fact]
    public void Adam_on_all_scores_at_once_passes_where_PyTorch_passes()
    {
        GoldenFile golden = GoldenFile.Require("last_layer_fit");
        int[] labels = golden.Integers("labels");
        using var device = new CpuDevice(threads: 1, poison: true);
        using var weights = new Parameter(device, golden["W0"].Shape);
        weights.Set(golden.Floats("W0"));
        using var optimizer = new Adam(new ParameterGroup("last", [new StateEntry("last", weights, StateLayout.Same, IsBuffer: false)], learningRate: 1e-4));
        for (int i = 1; i <= 200; i++)
        {
            using Step step = device.BeginStep();
            Tensor w = weights.In(step);
            Tensor logits = step.Input(golden.Floats("scores"), golden["scores"].Shape).MatMul(w, transposeB: true);
            Tensor loss = logits.CrossEntropy(step.InputIndices(labels, [labels.Length])).Add(w.L1Norm().Multiply((float)L1));
            if (golden.Has($"loss_before_step_{i}")) Near.Check($"loss_before_step_{i}", golden.Number($"loss_before_step_{i}"), loss.Item(), share: 1e-5);
            loss.Backward();
            optimizer.Step();
            if (!golden.Has($"W_adam_{i}")) continue;

            // The way walked is compared, a hundredth of the weights themselves.
            double[] moved = [.. golden[$"W_adam_{i}"].Values.Zip(golden["W0"].Values, (now, before) => now - before)];
            Near.Check($"W_adam_{i} - W0", moved, [.. weights.ToArray().Zip(golden["W0"].Values, (now, before) => (float)(now - before))], share: 2e-3);
        }
    }

    private static LastLayerProblem Problem(GoldenFile golden)
    {
        (int classes, int words) = (golden["W0"].Shape[0], golden["W0"].Shape[1]);
        return new LastLayerProblem(golden.Floats("scores"), LastLayerProblem.OneHot(golden.Integers("labels"), classes), words, classes, L1);
    }
}
