namespace LVW.Native.VisualWords.Training;

/// <summary>Hears how a run goes on and says nothing; a class of yours that wants to hear some of it overrides that.</summary>
public class SilentObserver : ITrainingObserver
{
    /// <inheritdoc/>
    public virtual void StageStarted(string name, long steps)
    {
    }

    /// <inheritdoc/>
    public virtual void StepDone(long step, double loss, int pictures)
    {
    }

    /// <inheritdoc/>
    public virtual void EpochDone(EpochRecord record)
    {
    }

    /// <inheritdoc/>
    public virtual void Message(string text)
    {
    }
}
