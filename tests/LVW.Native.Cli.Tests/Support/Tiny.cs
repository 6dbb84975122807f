using LVW.Native.VisualWords.Data.Generated;

namespace LVW.Native.Cli.Tests.Support;

/// <summary>The smallest main job: nine classes of 48×48 pixels, a few steps of each stage.</summary>
internal static class Tiny
{
    /// <summary>Settings as <c>--set</c> takes them.</summary>
    public static string[] Settings { get; } =
    [
        "imageSize=48", "batchSize=8", "data.validationFraction=0", "base.epochs=2", "words.perClass=2", "words.depth=8", "loss.attentionWords=4",
        "warm.minimumSteps=5", "joint.epochs=1", "lastLayer.augmentedViews=0", "evaluation.perturbationPictures=4", "evaluation.perturbationSteps=4",
        "evaluation.reportPictures=3",
    ];

    /// <summary>Draws the pictures.</summary>
    public static string Pictures(TemporaryFolder folder, int trainPerClass = 4)
    {
        string pictures = folder.In("pictures");
        GeneratedDataSet.Write(pictures, trainPerClass, testPerClass: 2, new SceneOptions { Side = 48 });
        return pictures;
    }

    /// <summary>The arguments of <c>lvw train</c>; options in <paramref name="more"/> replace those that stand here, later settings earlier ones.</summary>
    public static string[] Train(string pictures, string run, params string[] more) =>
    [
        "train", "--data", pictures, "--out", run,
        .. Unless(more, "--preset", "quick"), .. Unless(more, "--threads", "2"), .. Settings.SelectMany(setting => new[] { "--set", setting }), .. more,
    ];

    private static string[] Unless(string[] given, string option, string value) => given.Contains(option) ? [] : [option, value];
}
