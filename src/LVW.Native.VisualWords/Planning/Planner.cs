using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Planning;

/// <summary>Measures what the model of scaling needs, and asks it.</summary>
public static class Planner
{
    /// <summary>Makes a plan.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="tell">Hears what is measured, a line each.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    /// <exception cref="SettingsException">There are more ranks than pictures in a step, or nothing to train.</exception>
    public static Plan Make(PlanRequest request, Action<string> tell, CancellationToken cancellation, BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(tell);
        TrainingSettings settings = request.Settings;
        PictureSet set = request.Splits.Train;
        int batch = Math.Min(settings.BatchSize, set.Pictures.Count);
        int ranks = request.Machines * request.RanksPerMachine;
        if (ranks > batch) throw new SettingsException($"plan: {ranks} ranks cannot share {batch} pictures in a step. Plan fewer machines, or a larger batch (--batch).");
        IReadOnlyList<(string Name, int Epochs)> stages = Stages.WithEpochs(settings, (set.Pictures.Count + batch - 1) / batch);
        if (stages.Count == 0) throw new SettingsException("plan: the settings train nothing. Give base, warm or joint at least one epoch.");

        int cores = Environment.ProcessorCount;
        int threads = request.Device is CpuDevice ? request.Device.HostThreads : cores;
        var transform = new PairedTransform(ViewOptions.Of(settings, request.Side), request.Normalization);
        tell("measuring the input pipeline");
        (InputCost input, long decoded) = InputProbe.Measure(set, transform, (long)settings.Data.CacheMebibytes << 20, cores);
        tell("measuring the device's ceilings");
        DeviceCeilings ceilings = CeilingProbe.Measure(request.Device);
        MemoryPlan memory = MemoryProbe.Measure(settings, set.Classes.Count, request.Side, batch, ranks, decoded, backbones);
        NetworkCeiling within = request.Within ?? NetworkCeiling.OverMemory(
            (request.Device is CpuDevice ? ceilings : OfProcessor()).BytesPerSecond, request.RanksPerMachine, request.AssumedLatencySeconds);
        var model = new ScalingModel
        {
            Batch = batch,
            Pictures = set.Pictures.Count,
            RanksPerMachine = request.RanksPerMachine,
            Cores = cores,
            ComputeThreads = request.RanksHaveGpus ? 0 : threads,
            Input = input,
            Within = within,
            Between = request.Between ?? (within.Origin == Origin.Assumed ? within : within with { Origin = Origin.Assumed }),
            SynchronizesNormalization = settings.SyncBatchNorm,
        };
        return new Plan
        {
            Device = request.Device.Name,
            Compute = request.OtherDevice is null ? Origin.Measured : Origin.Estimated,
            Ceilings = ceilings,
            Machines = request.Machines,
            RanksPerMachine = request.RanksPerMachine,
            ThreadsPerRank = Math.Max(1, threads / request.RanksPerMachine),
            Batch = batch,
            Share = Ceiling(batch, ranks),
            Pictures = set.Pictures.Count,
            Input = input,
            Within = within,
            Between = model.Between,
            Memory = memory,
            Stages = [.. Costs(request, stages, transform, batch, threads, ceilings, tell, cancellation, backbones).Select(cost => Of(cost, model, ranks))],
        };
    }

    private static List<StageCost> Costs(
        PlanRequest request,
        IReadOnlyList<(string Name, int Epochs)> stages,
        PairedTransform transform,
        int batch,
        int threads,
        DeviceCeilings ceilings,
        Action<string> tell,
        CancellationToken cancellation,
        BackboneCatalogue? backbones)
    {
        PictureSet set = request.Splits.Train;
        PictureSet spread = set.With([.. Enumerable.Range(0, batch).Select(i => set.Pictures[(int)((long)i * set.Pictures.Count / batch)])]);
        Batch pictures = new BatchLoader(spread, transform, new PictureCache(0), batch).Train(request.Settings.Seed, epoch: 0).Single();
        bool shares = !request.RanksHaveGpus && request.RanksPerMachine > 1;
        Device[] shared = shares ? [.. Enumerable.Range(0, request.RanksPerMachine).Select(_ => new CpuDevice(Math.Max(1, threads / request.RanksPerMachine)))] : [];
        try
        {
            var probe = new StepProbe(request.Settings, request.Splits.Classes.Count, request.Steps, backbones);
            (DeviceCeilings, DeviceCeilings)? target = request.OtherDevice is { } other ? (other, ceilings) : null;
            var costs = new List<StageCost>();
            foreach ((string name, int epochs) in stages)
            {
                tell($"measuring steps of stage {name}{(shares ? $", one rank and {shared.Length} at once" : "")}");
                costs.Add(probe.Measure(name, epochs, pictures, request.Device, shared, target, cancellation));
            }

            return costs;
        }
        finally
        {
            foreach (Device device in shared) device.Dispose();
        }
    }

    // Gradients of a GPU pass through main memory too.
    private static DeviceCeilings OfProcessor()
    {
        using var processor = new CpuDevice();
        return CeilingProbe.Measure(processor);
    }

    private static StagePlan Of(StageCost cost, ScalingModel model, int ranks)
        => new(cost, model.At(cost, ranks), [.. model.Rows(ranks).Select(row => model.At(cost, row))], model.FirstBelow(cost, 0.8), model.FirstBelow(cost, 0.5));

    private static int Ceiling(int pictures, int ranks) => (pictures + ranks - 1) / ranks;
}
