using FsCheck.Xunit;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

public sealed class LastLayerFitTests
{
    [Property(MaxTest = 30)]
    public void The_objective_never_ends_above_its_start_and_no_direction_leads_further_down(int seed)
    {
        var random = new Random(seed);
        (LastLayerProblem problem, float[] start) = Draw(random, l1: Math.Pow(10, -1 - (2 * random.NextDouble())), random.Next(2) == 0);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, start, tolerance: 1e-12);
        Assert.True(objective <= problem.Objective([.. start.Select(value => (double)value)]) + 1e-12);

        double[] found = [.. weights.Select(value => (double)value)];
        double[] gradient = new double[found.Length];
        problem.Smooth(found, gradient);
        for (int i = 0; i < found.Length; i++)
        {
            // The conditions of the optimum: the penalty balances the gradient exactly, or holds the weight at 0.
            double slope = found[i] != 0
                ? Math.Abs(gradient[i] + (problem.L1 * Math.Sign(found[i])))
                : Math.Max(0, Math.Abs(gradient[i]) - problem.L1);
            Assert.True(slope < 1e-3, $"weight {i} of {found[i]} has slope {slope} under a penalty of {problem.L1}");
        }
    }

    [Property(MaxTest = 20)]
    public void The_optimum_does_not_depend_on_the_start(int seed)
    {
        var random = new Random(seed);
        (LastLayerProblem problem, float[] start) = Draw(random, l1: 0.01, teacher: false);
        (_, double one) = LastLayerFit.Solve(problem, start);
        (_, double other) = LastLayerFit.Solve(problem, new float[start.Length]);
        Assert.Equal(one, other, 1e-4);
    }

    [Property(MaxTest = 10)]
    public void Plain_proximal_gradient_steps_reach_nothing_lower(int seed, bool teacher)
    {
        (LastLayerProblem problem, float[] start) = Draw(new Random(seed), l1: 0.02, teacher);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, start);
        Assert.Equal(problem.Objective([.. weights.Select(value => (double)value)]), objective, 1e-5);
        Assert.InRange(objective, 0, ProximalGradient(problem, start, steps: 30000) + 1e-6);
    }

    // More rows than are summed together, and neither words nor classes fill whole vectors or tiles.
    [Theory]
    [InlineData(1000, 13, 7, false)]
    [InlineData(997, 16, 12, true)]
    [InlineData(3, 1, 2, true)]
    public void Loss_and_gradient_are_those_of_their_definition(int rows, int words, int classes, bool teacher)
    {
        var random = new Random(rows);
        float[] scores = [.. Enumerable.Range(0, rows * words).Select(_ => 3 * random.NextSingle())];
        float[] targets = LastLayerProblem.OneHot([.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))], classes);
        float[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => 4 * random.NextSingle())];
        double[] weights = [.. Enumerable.Range(0, classes * words).Select(_ => (2 * random.NextDouble()) - 1)];
        var problem = new LastLayerProblem(scores, targets, words, classes, l1: 0.1);
        if (teacher) problem = new LastLayerProblem(problem, logits, share: 0.7, temperature: 2);
        double[] gradient = new double[weights.Length];
        double loss = problem.Smooth(weights, gradient);

        double expected = 0;
        double[] slopes = new double[weights.Length];
        for (int n = 0; n < rows; n++)
        {
            double[] output = [.. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, words).Sum(j => weights[(c * words) + j] * scores[(n * words) + j]))];
            double[] hard = Softmax(output, 1), soft = Softmax(output, 2), wish = Softmax([.. logits.AsSpan(n * classes, classes).ToArray().Select(x => (double)x)], 2);
            for (int c = 0; c < classes; c++)
            {
                double target = targets[(n * classes) + c];
                expected -= target * Math.Log(hard[c]);
                if (teacher) expected -= 0.7 * 4 * wish[c] * Math.Log(soft[c]);
                double slope = hard[c] - target + (teacher ? 0.7 * 2 * (soft[c] - wish[c]) : 0);
                for (int j = 0; j < words; j++) slopes[(c * words) + j] += slope * scores[(n * words) + j] / rows;
            }
        }

        Assert.Equal(expected / rows, loss, 1e-10);
        for (int i = 0; i < slopes.Length; i++) Assert.Equal(slopes[i], gradient[i], 1e-10);
    }

    [Property(MaxTest = 20)]
    public void No_number_added_to_a_words_weights_for_all_classes_would_lower_the_penalty(int seed)
    {
        (LastLayerProblem problem, float[] start) = Draw(new Random(seed), l1: 0.01, teacher: false);
        (float[] weights, _) = LastLayerFit.Solve(problem, start, iterations: 2000, tolerance: 1e-7);
        for (int j = 0; j < problem.Words; j++)
        {
            float[] column = [.. Enumerable.Range(0, problem.Classes).Select(c => weights[(c * problem.Words) + j])];
            Assert.True(2 * column.Count(weight => weight > 0) <= column.Length && 2 * column.Count(weight => weight < 0) <= column.Length, string.Join(", ", column));
        }
    }

    [Property(MaxTest = 20)]
    public void The_gradient_is_the_derivative_of_the_objective(int seed)
    {
        var random = new Random(seed);
        (LastLayerProblem problem, float[] start) = Draw(random, l1: 0, teacher: true);
        double[] at = [.. start.Select(value => (double)value)];
        double[] gradient = new double[at.Length];
        problem.Smooth(at, gradient);
        const double Step = 1e-5;
        for (int i = 0; i < at.Length; i++)
        {
            double value = at[i];
            at[i] = value + Step;
            double above = problem.Objective(at);
            at[i] = value - Step;
            double below = problem.Objective(at);
            at[i] = value;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-7);
        }
    }

    [Fact]
    public void A_penalty_that_outweighs_every_gradient_leaves_nothing()
    {
        (LastLayerProblem problem, float[] start) = Draw(new Random(3), l1: 50, teacher: false);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, start);
        Assert.All(weights, weight => Assert.Equal(0, weight));
        Assert.Equal(Math.Log(problem.Classes), objective, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Weights_to_a_words_own_class_that_go_free_reach_the_optimum_of_their_problem(int seed)
    {
        (LastLayerProblem problem, float[] start) = Draw(new Random(seed), l1: 0.05, teacher: true, ownFree: true);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, start, tolerance: 1e-12);
        bool[] free = NominalClass.OwnWeights(problem.Words, problem.Classes);
        double[] values = [.. weights.Select(weight => (double)weight)];
        Assert.Equal(0.05 * values.Where((_, i) => !free[i]).Sum(Math.Abs), problem.Penalty(values), 1e-9);
        Assert.Equal(objective, problem.Objective(values), 1e-6);
        Assert.InRange(objective, 0, ProximalGradient(problem, start, steps: 20000) + 1e-5);

        // At the optimum a free weight has no gradient, however far from 0 it is, and a penalised one λ at most.
        double[] gradient = new double[values.Length];
        problem.Smooth(values, gradient);
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.InRange(Math.Abs(gradient[i]), 0, free[i] ? 2e-3 : 0.052));
    }

    [Fact]
    public void The_optimum_is_kept()
    {
        (LastLayerProblem problem, float[] start) = Draw(new Random(4), l1: 0.02, teacher: false);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, start);
        (float[] again, double same) = LastLayerFit.Solve(problem, weights);
        Assert.Equal(objective, same, 1e-7);
        Assert.All(weights.Zip(again), pair => Assert.Equal(pair.First, pair.Second, 2e-2));
    }

    [Property(MaxTest = 20)]
    public void Under_a_squared_penalty_cross_entropy_balances_it_at_each_weight_and_nothing_at_free_ones(int seed)
    {
        const int Rows = 40, Words = 5, Classes = 3;
        const double Penalty = 0.05;
        var random = new Random(seed);
        float[] scores = [.. Enumerable.Range(0, Rows * Words).Select(_ => (2 * random.NextSingle()) - 1)];
        float[] targets = LastLayerProblem.OneHot([.. Enumerable.Range(0, Rows).Select(n => n % Classes)], Classes);
        bool[] free = [.. Enumerable.Range(0, Words * Classes).Select(i => i % Words == 0)];
        var bare = new LastLayerProblem(scores, targets, Words, Classes, l1: 0);
        (float[] weights, double objective) = LastLayerFit.Solve(new LastLayerProblem(scores, targets, Words, Classes, l1: 0, free, Penalty), new float[Words * Classes], tolerance: 1e-12);
        double[] found = [.. weights.Select(value => (double)value)];
        double[] slope = new double[found.Length];
        double shrunk = found.Zip(free).Sum(pair => pair.Second ? 0 : 0.5 * Penalty * pair.First * pair.First);
        Assert.Equal(bare.Smooth(found, slope) + shrunk, objective, 1e-6);
        for (int i = 0; i < found.Length; i++) Assert.Equal(free[i] ? 0 : -Penalty * found[i], slope[i], 1e-4);
    }

    [Fact]
    public void Scores_and_targets_that_do_not_match_are_named()
    {
        string message = Assert.Throws<ArgumentException>(() => new LastLayerProblem(new float[7], new float[6], words: 3, classes: 3, l1: 0)).Message;
        Assert.Contains("7 scores for 3 words", message, StringComparison.Ordinal);
    }

    private static double[] Softmax(double[] values, double temperature)
    {
        double[] powers = [.. values.Select(value => Math.Exp(value / temperature))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    // w ← shrink(w − η·∇, η·λ), with steps short enough for any of the drawn problems.
    private static double ProximalGradient(LastLayerProblem problem, float[] start, int steps)
    {
        const double Rate = 0.02;
        double[] weights = [.. start.Select(value => (double)value)];
        double[] gradient = new double[weights.Length];
        for (int step = 0; step < steps; step++)
        {
            problem.Smooth(weights, gradient);
            for (int i = 0; i < weights.Length; i++)
            {
                double moved = weights[i] - (Rate * gradient[i]);
                weights[i] = Math.Sign(moved) * Math.Max(0, Math.Abs(moved) - (problem.IsFree(i) ? 0 : Rate * problem.L1));
            }
        }

        return problem.Objective(weights);
    }

    private static (LastLayerProblem Problem, float[] Start) Draw(Random random, double l1, bool teacher, bool ownFree = false)
    {
        int rows = random.Next(4, 30), words = random.Next(1, 12), classes = random.Next(2, 5);
        float[] scores = [.. Enumerable.Range(0, rows * words).Select(_ => 3 * random.NextSingle())];
        float[] targets = LastLayerProblem.OneHot([.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))], classes);
        float[] start = [.. Enumerable.Range(0, classes * words).Select(_ => (2 * random.NextSingle()) - 1)];
        var problem = new LastLayerProblem(scores, targets, words, classes, l1, ownFree ? NominalClass.OwnWeights(words, classes) : null);
        if (teacher) problem = new LastLayerProblem(problem, [.. Enumerable.Range(0, rows * classes).Select(_ => 4 * random.NextSingle())], share: 0.7, temperature: 2);
        return (problem, start);
    }
}
