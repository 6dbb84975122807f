using System.Diagnostics;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Planning;

/// <summary>Times steps of the stages: one rank alone, and all ranks of a machine at once, in turns; at the whole share and at a quarter of it.</summary>
/// <param name="settings">The run's settings.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="rounds">Timed steps of each kind; the median counts.</param>
/// <param name="backbones">The backbones that can be named; those of this library if null.</param>
internal sealed class StepProbe(TrainingSettings settings, int classes, int rounds, BackboneCatalogue? backbones = null)
{
    private const int LeastRounds = 3;
    private const int MostFactor = 8;
    private const int Part = 4;

    // Slow steps vary less from one to the next, so fewer will do; of fast ones there is time for more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(2);

    // The runtime compiles what runs often a second time, in the background.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures a stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="epochs">Its epochs.</param>
    /// <param name="batch">Pictures of the whole batch.</param>
    /// <param name="alone">The device of a rank that has the machine for itself.</param>
    /// <param name="shared">The devices of ranks that share it; none where they do not.</param>
    /// <param name="target">Ceilings of another device that the steps are to be told for, and of the one that measures; null for this one.</param>
    /// <param name="cancellation">Ends it between rounds.</param>
    public StageCost Measure(
        string stage, int epochs, Batch batch, Device alone, IReadOnlyList<Device> shared, (DeviceCeilings Other, DeviceCeilings Here)? target, CancellationToken cancellation)
    {
        var whole = new Timed([alone], batch, this, stage);
        var part = new Timed(whole, First(batch, Fraction(batch.Count)));
        Timed[] all = [whole, part];
        if (shared.Count > 0)
        {
            var share = new Timed(shared, First(batch, Fraction(batch.Count, shared.Count)), this, stage);
            all = [.. all, share, new Timed(share, First(batch, Fraction(share.Pictures)))];
        }

        Repeat(all, counts: false, spent => spent.Rounds < 1 || (spent.Rounds < MostFactor * rounds && spent.Time < WarmUp), cancellation);
        Repeat(all, counts: true, Goes, cancellation);
        StepCost own = Line(part, part.Seconds, whole, whole.Seconds);
        if (target is { } ceilings) own = Line(part, part.On(alone, ceilings), whole, whole.On(alone, ceilings));
        IReadOnlyList<int> channels = whole.First.NormalizedChannels;
        var cost = new StageCost(
            stage, epochs, own, shared.Count > 0 ? Line(all[3], all[3].Seconds, all[2], all[2].Seconds) : own, whole.BackwardShare, whole.First.GradientBytes, channels.Count,
            channels.Count == 0 ? 0 : 2 * sizeof(float) * channels.Average(), stage != "base" && settings.Loss.Coverage > 0 ? 2 : 1);
        foreach (Timed timed in all) timed.Dispose();
        return cost;
    }

    private bool Goes((int Rounds, TimeSpan Time) spent)
        => spent.Rounds < rounds ? spent.Rounds < LeastRounds || spent.Time < Patience : spent.Rounds < MostFactor * rounds && spent.Time < Ample;

    private static void Repeat(Timed[] all, bool counts, Func<(int Rounds, TimeSpan Time), bool> goes, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; goes((round, Stopwatch.GetElapsedTime(start))); round++)
        {
            foreach (Timed timed in all)
            {
                cancellation.ThrowIfCancellationRequested();
                timed.Round(counts);
            }
        }
    }

    private StepWorkload Workload(Device device, Batch batch) => new(device, settings, classes, batch.Side, backbones);

    private static StepCost Line(Timed part, double partSeconds, Timed whole, double wholeSeconds) => StepCost.Through(part.Pictures, partSeconds, whole.Pictures, wholeSeconds);

    private static int Fraction(int pictures, int parts = Part) => Math.Max(1, (pictures + parts - 1) / parts);

    private static Batch First(Batch batch, int count) => batch with { Labels = batch.Labels[..count], Indices = batch.Indices[..count], Views = batch.Views[..count] };

    private sealed class Timed : IDisposable
    {
        private readonly StepWorkload[] ranks;
        private readonly Batch batch;
        private readonly List<StepTimes> times = [];

        public Timed(IReadOnlyList<Device> devices, Batch batch, StepProbe probe, string stage)
        {
            this.batch = batch;
            ranks = [.. devices.Select(device => probe.Workload(device, batch))];
            foreach (StepWorkload rank in ranks) rank.Enter(stage);
        }

        public Timed(Timed other, Batch batch) => (ranks, this.batch) = (other.ranks, batch);

        public StepWorkload First => ranks[0];

        public int Pictures => batch.Count;

        public double Seconds => Medians.Of(times.Select(time => time.Total));

        public double BackwardShare => Medians.Of(times.Select(time => time.Backward / time.Total));

        // Ranks wait for the slowest of them at every step.
        public void Round(bool counts)
        {
            StepTimes slowest = Slowest();
            if (counts) times.Add(slowest);
        }

        // Seconds on another device, which is supposed to reach as much of its ceilings as this one does of its own.
        public double On(Device device, (DeviceCeilings Other, DeviceCeilings Here) ceilings)
        {
            using var timings = new OpTimings(device);
            First.Step(batch);
            IReadOnlyList<OpTiming> calls = timings.Read();
            return Seconds * Roofline.Seconds(calls, ceilings.Other) / Roofline.Seconds(calls, ceilings.Here);
        }

        public void Dispose()
        {
            foreach (StepWorkload rank in ranks) rank.Dispose();
        }

        private StepTimes Slowest()
        {
            if (ranks.Length == 1) return First.Step(batch);
            using var start = new Barrier(ranks.Length);
            Task<StepTimes>[] running =
            [
                .. ranks.Select(rank => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait();
                        return rank.Step(batch);
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)),
            ];
            return Task.WhenAll(running).GetAwaiter().GetResult().MaxBy(times => times.Total);
        }
    }
}
