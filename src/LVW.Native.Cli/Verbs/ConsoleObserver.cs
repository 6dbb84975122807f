using System.Diagnostics;
using System.Globalization;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Verbs;

/// <summary>Prints a run's progress as plain lines: one at most every few seconds within an epoch, one for each epoch.</summary>
/// <param name="output">Where lines go.</param>
internal sealed class ConsoleObserver(TextWriter output) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch sinceLine = Stopwatch.StartNew();
    private readonly Stopwatch sinceStage = new();
    private string stage = "";
    private long steps;
    private long firstStep = -1;
    private long pictures;

    public void StageStarted(string name, long stageSteps)
    {
        (stage, steps, firstStep, pictures) = (name, stageSteps, -1, 0);
        sinceStage.Restart();
        output.WriteLine(stageSteps > 0 ? $"{name}: {stageSteps} steps" : $"{name}");
    }

    public void StepDone(long step, double loss, int count)
    {
        if (firstStep < 0) firstStep = step - 1;
        pictures += count;
        if (sinceLine.Elapsed < Interval) return;
        sinceLine.Restart();
        double seconds = sinceStage.Elapsed.TotalSeconds;
        double left = seconds / Math.Max(1, step - firstStep) * (steps - step);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {stage} {step}/{steps}  loss {loss:F3}  {pictures / seconds:F1} pictures/s  {TimeSpan.FromSeconds(left):h\\:mm\\:ss} left"));
    }

    public void EpochDone(EpochRecord record) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Stage} epoch {record.Epoch}: loss {record.Loss:F4}  train {record.TrainAccuracy:P1}  validation {record.ValidationAccuracy?.ToString("P1", CultureInfo.InvariantCulture) ?? "–"}  {record.PicturesPerSecond:F1} pictures/s"));

    public void Message(string text) => output.WriteLine(text);
}
