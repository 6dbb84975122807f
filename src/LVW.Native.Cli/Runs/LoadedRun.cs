using System.Text.Json;
using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Cli.Runs;

/// <summary>A finished run with its models on a device.</summary>
internal sealed class LoadedRun : IDisposable
{
    private readonly Device device;
    private Terminal? tellKernels;

    private LoadedRun(RunFolder folder, TrainingSettings settings, Device device, bool edited)
    {
        (Folder, Settings, this.device) = (folder, settings, device);
        Description = folder.ReadDescription();

        // The run's own weights replace all others, so the file of pretrained ones need not exist any more.
        TrainingSettings plain = settings with { Weights = null };
        BaseClassifier model = ModelFiles.CreateBase(device, plain, Description.Classes.Count);
        ModelFiles.Load(folder.BaseFile, model);
        Sources = ReadSources(folder);
        History = EditHistory.Read(folder, settings.Words.PerClass * Description.Classes.Count);
        WordModel words;
        if (edited) (words, Sources) = EditedModel.Load(device, folder, History, plain, Description.Classes.Count, Sources);
        else words = EditedModel.LoadOriginal(device, folder, plain, Description.Classes.Count);
        Reader = new ModelReader(device, model, words, AttentionMethods.Find(settings.Evaluation.Attention));
        Transform = Views(settings, Description);
        Cache = new PictureCache((long)settings.Data.CacheMebibytes << 20);
    }

    public RunFolder Folder { get; }

    public TrainingSettings Settings { get; }

    public RunDescription Description { get; }

    public EditHistory History { get; }

    public ModelReader Reader { get; }

    public IReadOnlyList<WordSource> Sources { get; }

    public PairedTransform Transform { get; }

    public PictureCache Cache { get; }

    public int Threads => device.HostThreads;

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="choice">Where to compute, if not where the run was made.</param>
    /// <param name="terminal">Told of the device.</param>
    /// <param name="edited">Whether the words are those that editing has left, or those that were trained.</param>
    /// <exception cref="RunFolderException">There is no finished run.</exception>
    public static LoadedRun Open(string path, DeviceChoice choice, Terminal terminal, bool edited = true)
    {
        RunFolder folder = RunFolder.Open(path);
        TrainingSettings settings = choice.Over(folder.ReadSettings());
        Device device = Devices.Open(settings, choice.Verbose, terminal);
        try
        {
            return new LoadedRun(folder, settings with { Device = device.Name }, device, edited) { tellKernels = choice.Verbose ? terminal : null };
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>How pictures become input for a run's models.</summary>
    public static PairedTransform Views(TrainingSettings settings, RunDescription description)
        => new(ViewOptions.Of(settings, description.Side), PixelNormalization.Find(description.Normalization)
            ?? throw new RunFolderException($"run.json: there is no normalization '{description.Normalization}'. The run folder is damaged; train again."));

    /// <summary>Explains decisions as the run's settings say.</summary>
    public LocalExplainer Explainer()
    {
        ExplanationCalibration? trained = ExplanationCalibration.Read(Folder.CalibrationFile, History.Vocabulary.Count);
        return Explainer(Reader, Transform, Description, Sources, Settings, History.WeightsFile is null ? trained : trained?.Of(History.Vocabulary.InUse));
    }

    public static LocalExplainer Explainer(
        ModelReader reader,
        PairedTransform transform,
        RunDescription description,
        IReadOnlyList<WordSource> sources,
        TrainingSettings settings,
        ExplanationCalibration? calibration)
        => new(
            reader,
            transform,
            description.Classes,
            sources,
            new ExplainerOptions { Words = settings.Evaluation.ShownWords, NearestWords = settings.Loss.AttentionWords, AlignCorners = settings.Loss.AlignCorners },
            calibration);

    /// <summary>The facts at the top of a page.</summary>
    public ReportHeader Header(string dataSet) => Header(Settings, dataSet, Threads);

    public static ReportHeader Header(TrainingSettings settings, string dataSet, int threads) => new()
    {
        Title = $"Visual words of {dataSet}",
        DataSet = dataSet,
        Backbone = settings.Backbone,
        Preset = settings.Preset,
        Seed = (long)settings.Seed,
        Date = TimeProvider.System.GetLocalNow(),
        Device = $"{settings.Device}, {threads} thread{(threads == 1 ? "" : "s")}",
    };

    public void Dispose()
    {
        if (tellKernels is not null) Devices.TellKernels(device, tellKernels);
        device.Dispose();
    }

    /// <summary>The patches behind all words of a run.</summary>
    public static List<WordSource> ReadSources(RunFolder folder)
    {
        string file = folder.SourcesFile;
        try
        {
            return JsonSerializer.Deserialize<List<WordSource>>(File.ReadAllText(file), WordSource.Json) ?? throw new JsonException("empty");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw new RunFolderException($"{file}: cannot be read ({exception.Message.TrimEnd('.')}). The run folder is damaged; train again.", exception);
        }
    }
}
