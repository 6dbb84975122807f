using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Output;

/// <summary>Progress as plain lines: one at most every ten seconds within an epoch, one for each epoch.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long lastLine = clock.GetTimestamp();
    private StageRate rate = new("", 0, clock);

    public void StageStarted(string name, long steps)
    {
        rate = new StageRate(name, steps, clock);
        output.WriteLine(steps > 0 ? $"{name}: {steps} steps" : name);
    }

    public void StepDone(long step, double loss, int pictures)
    {
        rate.Count(step, pictures);
        if (clock.GetElapsedTime(lastLine) < Interval) return;
        lastLine = clock.GetTimestamp();
        output.WriteLine(FormattableString.Invariant($"  {rate.Name} {step}/{rate.Steps}  loss {loss:F3}  {rate.PicturesPerSecond:F0} pictures/s  {rate.Left:h\\:mm\\:ss} left"));
    }

    public void EpochDone(EpochRecord record) => output.WriteLine(EpochLine.Of(record));

    public void Message(string text) => output.WriteLine(text);
}
