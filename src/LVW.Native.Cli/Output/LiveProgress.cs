using LVW.Native.VisualWords.Training;
using Spectre.Console;

namespace LVW.Native.Cli.Output;

/// <summary>Progress for a person at a terminal: one bar for each stage, epochs as lines above.</summary>
/// <param name="console">The terminal.</param>
/// <param name="context">The bars.</param>
internal sealed class LiveProgress(IAnsiConsole console, ProgressContext context) : ITrainingObserver
{
    private ProgressTask? task;
    private StageRate rate = new("", 0, TimeProvider.System);

    public static T Run<T>(IAnsiConsole console, Func<ITrainingObserver, T> work)
    {
        return console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .Start(context =>
            {
                var progress = new LiveProgress(console, context);
                T result = work(progress);
                progress.End();
                return result;
            });
    }

    public void StageStarted(string name, long steps)
    {
        End();
        rate = new StageRate(name, steps, TimeProvider.System);
        task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(1, steps));
        task.IsIndeterminate = steps == 0;
    }

    public void StepDone(long step, double loss, int pictures)
    {
        rate.Count(step, pictures);
        if (task is null) return;
        task.Value = step;
        task.Description = FormattableString.Invariant($"{rate.Name} {rate.PicturesPerSecond:F0} pictures/s");
    }

    public void EpochDone(EpochRecord record) => console.WriteLine(EpochLine.Of(record));

    public void Message(string text) => console.WriteLine(text);

    private void End()
    {
        if (task is null) return;
        task.IsIndeterminate = false;
        task.Value = task.MaxValue;
        task.StopTask();
    }
}
