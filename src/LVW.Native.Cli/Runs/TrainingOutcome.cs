using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Runs;

/// <summary>What the main job left.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Metrics">Its figures.</param>
/// <param name="Skipped">Pictures that could not be read.</param>
/// <param name="AlreadyFinished">Whether there was nothing left to do.</param>
internal sealed record TrainingOutcome(RunFolder Folder, Metrics Metrics, IReadOnlyList<BadPicture> Skipped, bool AlreadyFinished);
