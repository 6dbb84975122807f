namespace LVW.Native.Engine.Testing.Checks;

/// <summary>What a device computed for a problem.</summary>
/// <param name="Shape">The output's shape.</param>
/// <param name="Output">The output, row-major.</param>
/// <param name="Gradients">The gradient of each input; null where none was asked for.</param>
public sealed record OpAnswer(Shape Shape, float[] Output, IReadOnlyList<float[]?> Gradients);
