using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Tests.Backbones;

/// <summary>A program that trains with a backbone of its own and reads the finished run.</summary>
internal static class RunOfYourOwn
{
    public static (TrainedModels Trained, WordModel Words) TrainAndReload(Device device, string pictures, string output, string[] changes)
    {
        BackboneCatalogue backbones = BackboneCatalogue.Default.With(ThreeConvolutions.Variant);
        TrainingSettings settings = SettingsReader.Read("quick", null, [], changes);
        DataSplits splits = DataSplits.Of(ImageFolder.Read(pictures), settings.Data.ValidationFraction, lastInOrder: false, settings.Data.TestFraction);
        RunDescription about = RunDescription.Of(splits, PretrainedWeights.NormalizationFor(settings), TrainingRun.SideFor(settings, backbones));
        RunFolder folder = RunFolder.Begin(output, settings, about, resume: false);
        TrainedModels trained = new TrainingRun(device, folder, settings, splits, new SilentObserver(), backbones).Run(CancellationToken.None);

        RunFolder run = RunFolder.Open(output);
        WordModel words = ModelFiles.CreateWords(device, run.ReadSettings(), run.ReadDescription().Classes.Count, backbones);
        ModelFiles.Load(run.WordsFile, words);
        return (trained, words);
    }
}
