using System.Diagnostics;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>
/// The main job up to the finished models: base classifier, warm and joint phase, projection, last layer. Each stage can be resumed;
/// a run that was interrupted anywhere ends with the same weights, bit for bit, as one that was not.
/// </summary>
public sealed class TrainingRun
{
    // Places on a side of the feature map: with one, every word would look at the same place.
    private const int SmallestGrid = 2;

    private readonly RunContext context;
    private readonly PixelNormalization normalization;

    /// <summary>Sets up a run.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">The effective settings.</param>
    /// <param name="splits">The divided data.</param>
    /// <param name="observer">Hears how it goes on.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    /// <param name="codecs">The formats of the pictures; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <param name="ranks">The processes that train together, each with the same settings and pictures; rank 0 alone reads and writes the folder. One process if null.</param>
    /// <exception cref="CollectiveException">Ranks would take the pictures in different orders.</exception>
    public TrainingRun(
        Device device,
        RunFolder folder,
        TrainingSettings settings,
        DataSplits splits,
        ITrainingObserver observer,
        BackboneCatalogue? backbones = null,
        ImageCodecs? codecs = null,
        ICollective? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ranks ??= new SingleProcess();
        RunDescription description = ranks.FromFirst(ranks.Rank == 0 ? folder.ReadDescription() : null)!;
        normalization = PixelNormalization.Find(description.Normalization)!;
        context = new RunContext(settings, device, folder, splits, normalization, description.Side, observer, backbones, codecs, ranks);
        RequireGrid();
        ShardOrder.RequireSame(ranks, splits.Train.Pictures, settings.Seed);
    }

    /// <summary>Side of the input that settings ask for, in pixels.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    public static int SideFor(TrainingSettings settings, BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.ImageSize > 0 ? settings.ImageSize : (backbones ?? BackboneCatalogue.Default).InputSide(settings.Backbone);
    }

    /// <summary>Runs every stage that is not done yet.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop; a checkpoint has been written.</exception>
    /// <exception cref="NonFiniteLossException">Training met a value that is not a number; the last good checkpoint is kept.</exception>
    public TrainedModels Run(CancellationToken cancellation)
    {
        TrainingState state = LoadState();
        BaseClassifier baseModel = RunBase(state, cancellation);
        WordModel model = ModelFiles.CreateWords(context.Device, context.Settings, context.Classes, context.Backbones);
        var finish = new WordFinish(context, baseModel, model);
        IReadOnlyList<TrainingPhase> phases = TrainingPhase.Plan(context.Settings, context.TrainLoader.BatchCount);
        if (state.Stage == phases[0].Name && state.Step == 0) new WordStart(context, baseModel).Prepare(model);
        var words = state.Stage == "finish" ? null : new WordStage(context, baseModel, model, finish);
        for (int i = 0; i < phases.Count && words is not null; i++)
        {
            if (state.Stage != phases[i].Name)
            {
                words.Passed(phases[i]);
                continue;
            }

            if (i > 0 && state.Step == 0) state.Restore(model);
            words.Run(state, phases[i], cancellation);
            state.Advance(i + 1 < phases.Count ? phases[i + 1].Name : "finish", model);
        }

        state.Restore(model);
        model.Train(false);
        return Finish(state, baseModel, model, finish, cancellation);
    }

    /// <summary>Trains the base model alone; other methods' runs may begin from it.</summary>
    /// <returns>The base model in evaluation mode, and the seconds that it took.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop; a checkpoint has been written.</exception>
    /// <exception cref="NonFiniteLossException">Training met a value that is not a number; the last good checkpoint is kept.</exception>
    public (BaseClassifier Model, IReadOnlyDictionary<string, double> Seconds) RunBase(CancellationToken cancellation)
    {
        TrainingState state = LoadState();
        return (RunBase(state, cancellation), state.Seconds);
    }

    private bool Writes => context.Ranks.Rank == 0;

    private TrainingState LoadState()
    {
        TrainingState state = TrainingState.Load(context.Folder, context.Ranks);
        if (state.Note is { } note) context.Observer.Message(note);
        return state;
    }

    private BaseClassifier RunBase(TrainingState state, CancellationToken cancellation)
    {
        BaseClassifier model = ModelFiles.CreateBase(context.Device, context.Settings, context.Classes, context.Backbones);
        if (state is { Stage: "base", Step: 0 })
        {
            if (context.Settings.Base.Classifier == "weights") PretrainedClassifier.Load(model, context.Settings.Weights!);
            else PretrainedWeights.Load(model.Backbone, context.Settings);
        }

        if (state.Stage != "base")
        {
            if (Writes) ModelFiles.Load(context.Folder.BaseFile, model);
            SharedTensors.FromFirst(context.Ranks, model);
            model.Train(false);
            model.SetRequiresGradient(false);
            return model;
        }

        new BaseStage(context).Run(state, model, cancellation);
        if (Writes) ModelFiles.Save(context.Folder.BaseFile, model, normalization);
        state.Advance("warm", model);
        return model;
    }

    private TrainedModels Finish(TrainingState state, BaseClassifier baseModel, WordModel model, WordFinish finish, CancellationToken cancellation)
    {
        context.Observer.StageStarted("projection", 0);
        var watch = Stopwatch.StartNew();
        if (context.Settings.LastLayer.Method == "converged") finish.FitLastLayer(cancellation);
        state.Seconds["lastLayer"] = Lap(watch);
        double before = context.Accuracy(context.TestLoader, model.Forward) ?? 0;
        Lap(watch);
        IReadOnlyList<WordSource> sources = finish.Project(cancellation);
        state.Seconds["projection"] = Lap(watch);
        finish.FitLastLayer(cancellation);
        state.Seconds["lastLayer"] += Lap(watch);
        if (Writes)
        {
            AtomicFile.WriteText(context.Folder.SourcesFile, JsonSerializer.Serialize(sources, WordSource.Json));
            ModelFiles.Save(context.Folder.WordsFile, model, normalization);
            ModelFiles.Load(context.Folder.WordsFile, model);
        }

        context.Ranks.Barrier();
        SharedTensors.FromFirst(context.Ranks, model);
        float distance = finish.LargestProjectionDistance(sources);
        return new TrainedModels(baseModel, model, sources, before, distance, state.Seconds);
    }

    private void RequireGrid()
    {
        TrainingSettings settings = context.Settings;

        // The layers' windows are all that is asked for: no weight takes memory.
        using var device = new ShapeDevice();
        Backbone backbone = context.Backbones.Create(settings.Backbone, device, settings.Seed);
        if (Cells(backbone, context.Side) >= SmallestGrid) return;
        int enough = Enumerable.Range(context.Side + 1, BackboneFigures.LargestSide).FirstOrDefault(side => Cells(backbone, side) >= SmallestGrid);
        throw new SettingsException(
            $"imageSize: {context.Side} pixels leave {settings.Backbone} no grid of places to look at. "
            + (enough > 0 ? $"Use at least {enough}." : "Use a backbone with a feature map."));
    }

    // Of a feature map's side; 0 where a window of the network does not find room.
    private static int Cells(Backbone backbone, int side)
    {
        try
        {
            return backbone.ReceptiveField(side).Cells;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }

    private static double Lap(Stopwatch watch)
    {
        double seconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        return seconds;
    }
}
