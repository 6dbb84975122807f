using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Planning;

/// <summary>The stages that settings ask for.</summary>
internal static class Stages
{
    /// <summary>Names of the stages that are trained, in order.</summary>
    public static IReadOnlyList<string> Of(TrainingSettings settings) => [.. WithEpochs(settings, stepsPerEpoch: 1).Select(stage => stage.Name)];

    /// <summary>The same with their epochs.</summary>
    public static IReadOnlyList<(string Name, int Epochs)> WithEpochs(TrainingSettings settings, int stepsPerEpoch)
    {
        List<(string Name, int Epochs)> stages = [("base", settings.Base.Epochs)];
        if (settings.Method != Methods.BlackBox) stages.AddRange(TrainingPhase.Plan(settings, stepsPerEpoch).Select(phase => (phase.Name, phase.Epochs)));
        return [.. stages.Where(stage => stage.Epochs > 0)];
    }
}
