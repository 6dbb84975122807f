using LVW.Native.Engine.Distributed;

namespace LVW.Native.VisualWords.Planning;

/// <summary>
/// Data-parallel training as arithmetic: each rank takes a share of the batch, and gradients are added up in buckets while the backward pass goes
/// on. Every figure is measured or told elsewhere; the page of this folder has the formula.
/// </summary>
public sealed record ScalingModel
{
    private const double HardlyAnyLoss = 0.95;
    private const double SmallBytes = 256;

    /// <summary>B, pictures in a step of all ranks.</summary>
    public required int Batch { get; init; }

    /// <summary>Training pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>Ranks on each machine.</summary>
    public required int RanksPerMachine { get; init; }

    /// <summary>Cores of a machine.</summary>
    public required int Cores { get; init; }

    /// <summary>Cores of a machine that compute steps, divided among its ranks; 0 where each rank has a GPU.</summary>
    public required int ComputeThreads { get; init; }

    /// <summary>What pictures take.</summary>
    public required InputCost Input { get; init; }

    /// <summary>What connects ranks of one machine.</summary>
    public required NetworkCeiling Within { get; init; }

    /// <summary>What connects machines; a ring that spans them moves at this speed.</summary>
    public required NetworkCeiling Between { get; init; }

    /// <summary>Bytes of gradients that are added up together.</summary>
    public long BucketBytes { get; init; } = GradientExchange.DefaultBucket * sizeof(float);

    /// <summary>Whether buckets are added up while the backward pass goes on.</summary>
    public bool Overlaps { get; init; } = true;

    /// <summary>Whether batch norm uses the statistics of the whole batch.</summary>
    public bool SynchronizesNormalization { get; init; }

    /// <summary>The prediction for a number of ranks, the busiest of which takes ⌈B / R⌉ pictures.</summary>
    public ScalingPoint At(StageCost stage, int ranks)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (ranks < 1 || ranks > Batch) throw new ArgumentOutOfRangeException(nameof(ranks), ranks, $"ScalingModel: a batch of {Batch} pictures serves 1 to {Batch} ranks.");
        return Point(stage, ranks, Math.Ceiling(Batch / (double)ranks));
    }

    /// <summary>The smallest number of ranks at which less than a share of them is used, or null where the batch is used up before.</summary>
    /// <remarks>Shares are taken as fractions here: an uneven division would hide where the trend goes.</remarks>
    public ScalingPoint? FirstBelow(StageCost stage, double efficiency)
    {
        ArgumentNullException.ThrowIfNull(stage);
        int step = ComputeThreads > 0 ? RanksPerMachine : 1;
        for (int ranks = step; ranks <= Batch; ranks += step)
        {
            ScalingPoint point = Point(stage, ranks, Batch / (double)ranks);
            if (point.Efficiency < efficiency) return point;
        }

        return null;
    }

    /// <summary>Rank counts worth a row: one, then whole machines (or devices) in powers of two, and the planned number.</summary>
    public IReadOnlyList<int> Rows(int planned)
    {
        var rows = new SortedSet<int> { 1, Math.Min(planned, Batch) };
        for (long ranks = ComputeThreads > 0 ? RanksPerMachine : 1; ranks <= Math.Min(Batch, 4L * planned); ranks *= 2) rows.Add((int)ranks);
        return [.. rows];
    }

    private ScalingPoint Point(StageCost stage, int ranks, double share)
    {
        int machines = (ranks + RanksPerMachine - 1) / RanksPerMachine;
        (double compute, double input) = OnMachine(stage, Math.Min(ranks, RanksPerMachine), share);
        (double whole, double exposed) = Network(stage, ranks, machines, compute);
        double step = compute + input + exposed;

        // A processor is one device however many ranks share it.
        double devices = ComputeThreads > 0 ? machines : ranks;
        (double computeAlone, double inputAlone) = OnMachine(stage, 1, Batch);
        double efficiency = (computeAlone + inputAlone) / (devices * step);
        double steps = Math.Ceiling(Pictures / (double)Batch);
        return new ScalingPoint(
            ranks, machines, share, compute, input, exposed, whole, Math.Min(Batch, Pictures) / step, steps * step, efficiency,
            Limit(stage, ranks, devices, compute - (computeAlone / devices), input - (inputAlone / devices), exposed, efficiency, input > compute));
    }

    // Compute, and what pictures add to it. Cores that wait take the loaders' work; where all compute, the work of both is divided among them.
    private (double Compute, double Input) OnMachine(StageCost stage, int ranks, double share)
    {
        double compute = (ranks == 1 ? stage.Alone : stage.Shared).At(share);
        double busy = ComputeThreads == 0 ? 0 : Math.Min(Cores, ranks * Math.Max(1, ComputeThreads / ranks));
        double pictures = Input.CoreSeconds * share;
        double step = Math.Max(compute, Math.Max(pictures / Input.LoaderThreads, ((busy * compute) + (ranks * pictures)) / Cores));
        return (compute, step - compute);
    }

    // k buckets become ready evenly over the backward pass and are added up one after the other: the last ends at max(b / k + k·t, b + t).
    private (double Whole, double Exposed) Network(StageCost stage, int ranks, int machines, double compute)
    {
        NetworkCeiling link = machines > 1 ? Between : Within;
        double statistics = SynchronizesNormalization ? 2 * stage.NormalizationLayers * link.AllReduceSeconds(ranks, stage.NormalizationBytes) : 0;
        double small = statistics + (stage.Meetings * link.AllReduceSeconds(ranks, SmallBytes));
        double buckets = Math.Max(1, Math.Ceiling(stage.GradientBytes / (double)BucketBytes));
        double one = link.AllReduceSeconds(ranks, stage.GradientBytes / buckets);
        double backward = stage.BackwardShare * compute;
        double exposed = Overlaps ? Math.Max((backward / buckets) + (buckets * one), backward + one) - backward : buckets * one;
        return ((buckets * one) + small, exposed + small);
    }

    private ScalingLimit Limit(StageCost stage, int ranks, double devices, double compute, double input, double network, double efficiency, bool waits)
    {
        if (waits) return ScalingLimit.Input;
        if (efficiency >= HardlyAnyLoss) return ScalingLimit.Compute;
        double machine = 0;
        if (ComputeThreads > 0 && ranks > 1 && RanksPerMachine > 1)
        {
            // What ranks lose to each other on one machine with the whole batch, before it is divided further.
            int sharing = Math.Min(ranks, RanksPerMachine);
            machine = (OnMachine(stage, sharing, Batch / (double)sharing).Compute - OnMachine(stage, 1, Batch).Compute) / devices;
        }

        (ScalingLimit Limit, double Loss)[] losses =
        [
            (ScalingLimit.Network, network), (ScalingLimit.BatchShare, compute - machine), (ScalingLimit.Input, input), (ScalingLimit.SharedMachine, machine),
        ];
        return losses.MaxBy(loss => loss.Loss).Limit;
    }
}
