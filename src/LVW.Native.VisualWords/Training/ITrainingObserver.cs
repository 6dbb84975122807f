namespace LVW.Native.VisualWords.Training;

/// <summary>Hears how a run goes on.</summary>
public interface ITrainingObserver
{
    /// <summary>A stage begins or is taken up again.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="steps">Steps in it, or 0 for a stage without steps.</param>
    void StageStarted(string name, long steps);

    /// <summary>A step has been done.</summary>
    /// <param name="step">Steps of the stage so far.</param>
    /// <param name="loss">The step's loss.</param>
    /// <param name="pictures">Pictures in the step.</param>
    void StepDone(long step, double loss, int pictures);

    /// <summary>An epoch has been done.</summary>
    void EpochDone(EpochRecord record);

    /// <summary>Something worth telling.</summary>
    void Message(string text);
}
