using LVW.Native.Imaging;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.Viewer.State;

/// <summary>A picture and what both models found in it.</summary>
/// <param name="Subject">The picture.</param>
/// <param name="Image">Its pixels.</param>
/// <param name="Reading">What all words of the run and the base model found.</param>
internal sealed record ReadPicture(Subject Subject, RgbImage Image, BatchReading Reading);
