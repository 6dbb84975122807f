namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Whether words look where their boxes are (after Hoffmann et al. 2021 and Sacha et al. 2024): for the words that an explanation shows, how similarities
/// change when the pixels outside the shown box are blurred away, beside what blurring the box itself does.
/// </summary>
/// <param name="OutsideChange">Mean |change| of a word's similarity, as a share of it, when all outside its box is blurred; 0 is ideal.</param>
/// <param name="InsideChange">The same when the box itself is blurred: the yardstick, which ought to be much larger.</param>
/// <param name="Moved">Share of words whose best place leaves the box when all outside it is blurred; 0 is ideal.</param>
/// <param name="BoxShare">Mean share of the picture that a box covers: the smaller, the harder the test.</param>
/// <param name="Words">Pairs of picture and word that were averaged.</param>
public sealed record MisalignmentMetrics(double OutsideChange, double InsideChange, double Moved, double BoxShare, int Words);
