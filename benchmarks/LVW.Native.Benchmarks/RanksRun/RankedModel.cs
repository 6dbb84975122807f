using System.Diagnostics;
using System.Globalization;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Benchmarks.ModelRun;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks.RanksRun;

/// <summary>
/// A base classifier that several ranks train together, each on pictures of its own that stay on the device. Alone, it trains as one process does: nothing is
/// exchanged.
/// </summary>
internal sealed class RankedModel : IDisposable
{
    private readonly ICollective ranks;
    private readonly CpuDevice device;
    private readonly BaseClassifier model;
    private readonly Adam optimizer;
    private readonly Parameter pictures;
    private readonly int[] labels;
    private readonly Dictionary<int, GradientExchange> exchanges = [];

    public RankedModel(ModelOptions options, ICollective ranks)
    {
        this.ranks = ranks;
        device = new CpuDevice(options.Threads, options.Width);
        model = new BaseClassifier(BackboneCatalogue.Default.Create(options.Backbone, device, seed: 1), options.Classes, dropout: 0, device, new Philox(1, 2));
        model.Train(true);
        optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-5));
        pictures = Values.Normal(device, [options.Batch, options.Side, options.Side, 3], (ulong)(3 + ranks.Rank), requiresGradient: false);
        labels = [.. Enumerable.Range(0, options.Batch).Select(n => n % options.Classes)];
    }

    /// <summary>Threads and vectors, for people.</summary>
    public string Hardware => $"{ranks.Size} x {device.HostThreads} thread(s), {device.Width}, {ranks.Description}";

    /// <summary>Does a kind of work once, and tells how long it took this rank.</summary>
    /// <param name="work"><c>train</c>, or <c>exchange</c> for the exchange of gradients alone; <c>:N</c> behind it takes buckets of N KiB.</param>
    /// <exception cref="ArgumentException">There is no such work.</exception>
    public RankedTime Time(string work)
    {
        string[] parts = work.Split(':');
        int values = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int kibibytes) && kibibytes > 0 ? kibibytes * 256 : GradientExchange.DefaultBucket;
        if (!exchanges.TryGetValue(values, out GradientExchange? exchange)) exchanges.Add(values, exchange = new GradientExchange(ranks, device, values));
        return parts[0] switch
        {
            "train" => Train(exchange),
            "exchange" => Exchange(exchange),
            _ => throw new ArgumentException($"'{work}' is unknown. Use train or exchange, with :N behind it for buckets of N KiB."),
        };
    }

    public void Dispose()
    {
        foreach (GradientExchange exchange in exchanges.Values) exchange.Dispose();
        optimizer.Dispose();
        device.Dispose();
    }

    private RankedTime Train(GradientExchange exchange)
    {
        long start = Stopwatch.GetTimestamp(), backward;
        using (Step step = device.BeginStep())
        {
            Tensor loss = model.Forward(pictures.In(step)).CrossEntropy(step.InputIndices(labels, [labels.Length]));
            if (ranks.Size == 1)
            {
                loss.Backward();
                backward = Stopwatch.GetTimestamp();
            }
            else
            {
                exchange.Begin();
                loss.Multiply(1f / ranks.Size).Backward(exchange);
                backward = Stopwatch.GetTimestamp();
                exchange.Complete();
            }
        }

        double wait = Stopwatch.GetElapsedTime(backward).TotalSeconds;
        optimizer.Step();
        return Told(start, wait, exchange, ranks.Size == 1 ? null : ReductionSummary.Of(exchange.Timings, backward));
    }

    // Gradients as the last backward pass left them; alone, what it costs to copy them out and in.
    private RankedTime Exchange(GradientExchange exchange)
    {
        using (Step step = device.BeginStep())
        {
            Tensor sum = default;
            foreach (StateEntry entry in model.Parameters())
            {
                Tensor term = entry.Parameter.In(step).Sum();
                sum = sum.IsEmpty ? term : sum.Add(term);
            }

            sum.Backward();
        }

        ranks.Barrier();
        long start = Stopwatch.GetTimestamp();
        exchange.Begin();
        foreach (StateEntry entry in model.Parameters().Reverse()) exchange.Completed(entry.Parameter);
        exchange.Complete();
        RankedTime time = Told(start, 0, exchange, null);
        optimizer.Step();
        return time;
    }

    private RankedTime Told(long start, double wait, GradientExchange exchange, ReductionSummary? summary)
        => new(Stopwatch.GetElapsedTime(start).TotalSeconds, wait, summary?.Hidden ?? 0, ranks.Size == 1 ? 0 : exchange.Timings.Count);
}
