using System.Globalization;
using LVW.Native.Engine.Ops.Regularization;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Testing.Cases.Regularization;

/// <summary>The cases of <c>Ops/Regularization</c>.</summary>
internal static class RegularizationCases
{
    public static IEnumerable<OpCase> All => [Dropout];

    private static OpCase Dropout => new("Dropout", [typeof(DropoutOp)], new Tolerance(2e-7, 1e-6, "one product with 1/(1 − p), rounded once"), sampler =>
    {
        float probability = (float)(0.1 + (0.8 * sampler.Uniform()));
        ulong seed = sampler.NextBits();
        return new OpProblem
        {
            Inputs = [sampler.Input("x", sampler.AnyShape()).Linear()],

            // The generator moves on with every use: each application starts it anew.
            Apply = t => t[0].Dropout(probability, new Philox(seed)),
            Reference = t =>
            {
                var random = new Philox(seed);
                return t[0].Map(x => random.NextUniform() < probability ? 0 : x / (1 - (double)probability));
            },
            Geometry = string.Create(CultureInfo.InvariantCulture, $"probability {probability:G9}, generator {seed}"),
        };
    });
}
