namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>A named way of training: what it sets, over the settings of any preset.</summary>
public sealed class TrainingMethod
{
    private readonly Func<TrainingSettings, TrainingSettings> overlay;

    // Applied twice, the overlay must give the same as applied once: a run's settings are read again with their method.
    internal TrainingMethod(string name, string description, string source, Func<TrainingSettings, TrainingSettings> overlay)
        => (Name, Description, Source, this.overlay) = (name, description, source, overlay);

    /// <summary>The name on the command line and in the settings.</summary>
    public string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public string Description { get; }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }

    /// <summary>Settings with those of the method over them.</summary>
    public TrainingSettings Over(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return overlay(settings) with { Method = Name };
    }
}
