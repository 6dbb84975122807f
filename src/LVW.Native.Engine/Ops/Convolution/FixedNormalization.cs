using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Batch normalisation with statistics that stand still: γ·(x − mean)/√(variance + ε) + β for each channel.</summary>
/// <param name="Gamma">γ, [K].</param>
/// <param name="Beta">β, [K].</param>
/// <param name="Mean">[K].</param>
/// <param name="Variance">[K].</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct FixedNormalization(Storage Gamma, Storage Beta, Storage Mean, Storage Variance, float Epsilon);
