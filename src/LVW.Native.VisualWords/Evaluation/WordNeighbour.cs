using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The patch of a picture that is nearest to a word.</summary>
/// <param name="Picture">Position of the picture in its set.</param>
/// <param name="Key">The picture's name: its path relative to the data set's root.</param>
/// <param name="ClassIndex">The picture's class.</param>
/// <param name="Row">Row of the patch's cell.</param>
/// <param name="Column">Column of the patch's cell.</param>
/// <param name="Distance">Squared distance of word and patch.</param>
/// <param name="Map">The word's similarity at every cell of the picture, w × h.</param>
public sealed record WordNeighbour(int Picture, string Key, int ClassIndex, int Row, int Column, float Distance, FloatMap Map);
