using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <summary>A parameter that an optimiser is about to move, and by what rule.</summary>
/// <param name="Parameter">The parameter, which has a gradient.</param>
/// <param name="Moments">Its blocks of state, zero at first.</param>
/// <param name="Step">1 for the parameter's first step.</param>
/// <param name="LearningRate">The scheduled learning rate.</param>
/// <param name="WeightDecay">The group's decay.</param>
public readonly record struct ParameterMove(Parameter Parameter, IReadOnlyList<Storage> Moments, long Step, double LearningRate, double WeightDecay);
