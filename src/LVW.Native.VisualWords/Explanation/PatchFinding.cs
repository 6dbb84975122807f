using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>A patch that was found near a word.</summary>
/// <param name="Picture">Position of its picture in the run's training or test pictures.</param>
/// <param name="Distance">Squared distance of word and patch.</param>
/// <param name="Map">The word's similarity at every cell of the picture, w × h.</param>
public sealed record PatchFinding(int Picture, double Distance, FloatMap Map);
