using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>A run on six tiny pictures of two classes, with an untrained base model.</summary>
internal static class TinyContext
{
    public const int Pictures = 6;

    public static (RunContext Context, BaseClassifier Model) Of(TrainingSettings settings, TemporaryFolder folder, Device device)
    {
        const int Side = 64;
        PictureSet set = TinyPictures.Write(folder, Pictures, classes: 2);
        var splits = new DataSplits(folder.Path, set, new PictureSet(folder.Path, set.Classes, []), set);
        RunFolder run = RunFolder.Begin(folder.In("run"), settings, RunDescription.Of(splits, PixelNormalization.Half, Side), resume: false);
        BaseClassifier model = ModelFiles.CreateBase(device, settings, classes: 2);
        model.Train(false);
        return (new RunContext(settings, device, run, splits, PixelNormalization.Half, Side, new SilentObserver()), model);
    }
}
