using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Editing;

/// <summary>The similarities of all words of a run to the pictures that the last layer is fitted and judged on.</summary>
/// <param name="Fitted">The views that W is fitted on.</param>
/// <param name="Judged">Plain views of the pictures that accuracy is measured on.</param>
/// <param name="JudgedOn">What these are: validation, or training where the run had no validation pictures.</param>
public sealed record ScoreTable(ViewScores Fitted, ViewScores Judged, string JudgedOn)
{
    /// <summary>What the run held out for choices.</summary>
    public const string Validation = "validation";

    /// <summary>What the run was trained on.</summary>
    public const string Training = "training";

    private const string KeyName = "key";
    private const string JudgedOnName = "judgedOn";

    /// <summary>P, all words of the run.</summary>
    public int Words => Fitted.Labels.Length == 0 ? 0 : Fitted.Scores.Length / Fitted.Labels.Length;

    /// <summary>Reads a table that was kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it must have been made from.</param>
    /// <returns>Null where there is no file, or one that was made from something else or is damaged: it is made again.</returns>
    public static ScoreTable? TryRead(string path, string key)
    {
        if (!File.Exists(path)) return null;
        try
        {
            SafeTensorsContent content = SafeTensors.Read(path);
            if (content.Metadata.GetValueOrDefault(KeyName) != key) return null;
            float[] Values(string name) => content.Tensors[name].Values;
            int[] Labels(string name) => [.. Values(name).Select(value => (int)value)];
            return new ScoreTable(
                new ViewScores(Values("fitted.scores"), Labels("fitted.labels"), content.Tensors.GetValueOrDefault("fitted.base")?.Values ?? []),
                new ViewScores(Values("judged.scores"), Labels("judged.labels"), []),
                content.Metadata[JudgedOnName]);
        }
        catch (Exception exception) when (exception is CheckpointException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Keeps the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it was made from.</param>
    public void Write(string path, string key)
    {
        static HostTensor Row(IEnumerable<float> values)
        {
            float[] all = [.. values];
            return new HostTensor([all.Length], all);
        }

        var tensors = new Dictionary<string, HostTensor>
        {
            ["fitted.scores"] = Row(Fitted.Scores),
            ["fitted.labels"] = Row(Fitted.Labels.Select(label => (float)label)),
            ["judged.scores"] = Row(Judged.Scores),
            ["judged.labels"] = Row(Judged.Labels.Select(label => (float)label)),
        };
        if (Fitted.BaseLogits.Length > 0) tensors["fitted.base"] = Row(Fitted.BaseLogits);
        SafeTensors.Write(path, tensors, new Dictionary<string, string> { [KeyName] = key, [JudgedOnName] = JudgedOn });
    }
}
