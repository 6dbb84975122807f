namespace LVW.Native.Cli.Output;

/// <summary>How fast a stage goes and how long it will take.</summary>
/// <param name="name">The stage.</param>
/// <param name="steps">Its steps.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class StageRate(string name, long steps, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private long? before;
    private long step;
    private long pictures;

    public string Name => name;

    public long Steps => steps;

    public double PicturesPerSecond => pictures / Math.Max(1e-9, Seconds);

    /// <summary>Time to the end at the pace so far; steps of an earlier session do not count.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(Seconds / Math.Max(1, step - (before ?? 0)) * (steps - step));

    private double Seconds => clock.GetElapsedTime(start).TotalSeconds;

    public void Count(long stepsDone, int count)
    {
        before ??= stepsDone - 1;
        step = stepsDone;
        pictures += count;
    }
}
