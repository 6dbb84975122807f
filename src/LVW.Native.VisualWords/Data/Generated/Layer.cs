namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>One filled shape of a drawing.</summary>
/// <param name="Shape">What is filled.</param>
/// <param name="Paint">With what.</param>
/// <param name="Part">The part to which it belongs, if any.</param>
/// <param name="Clip">Where it shows, if not everywhere.</param>
internal readonly record struct Layer(Shape Shape, Paint Paint, ScenePart? Part, Shape? Clip);
