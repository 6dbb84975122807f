namespace LVW.Native.Viewer.State;

/// <summary>How far a background job is.</summary>
internal enum JobState
{
    Waiting,
    Running,
    Done,
    Failed,
}
