using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Training;

/// <summary>The checkpoint that a run goes on from.</summary>
/// <param name="Path">The file that it was read from.</param>
/// <param name="Content">What it holds, verified.</param>
/// <param name="Note">A line on the newer checkpoint that could not be used; null where this is the newest.</param>
internal sealed record FoundCheckpoint(string Path, SafeTensorsContent Content, string? Note);
