using System.Diagnostics;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>A base classifier and a head of visual words on one device, and the kinds of work that are timed on them. Pictures and features stay on the device.</summary>
internal sealed class WholeModel : IDisposable
{
    /// <summary>
    /// train: forward, cross-entropy, backward, Adam. infer: evaluation, nothing recorded. forward, forward-backward and adam: parts of train.
    /// head: the head of visual words on fixed features, cross-entropy and attention, forward and backward. head-all: the same with all losses.
    /// </summary>
    public static readonly string[] Kinds = ["train", "infer", "forward", "forward-backward", "adam", "head", "head-all"];

    private readonly BaseClassifier model;
    private readonly Adam optimizer;
    private readonly Parameter pictures;
    private readonly int[] labels;
    private readonly Lazy<FixedHead> head;

    public WholeModel(ModelOptions options)
    {
        Device = new CpuDevice(options.Threads, options.Width);
        Backbone backbone = BackboneCatalogue.Default.Create(options.Backbone, Device, seed: 1);
        model = new BaseClassifier(backbone, options.Classes, dropout: 0, Device, new Philox(1, 2));
        optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-5));
        pictures = Values.Normal(Device, [options.Batch, options.Side, options.Side, 3], 3, requiresGradient: false);
        labels = [.. Enumerable.Range(0, options.Batch).Select(n => n % options.Classes)];
        head = new Lazy<FixedHead>(() => new FixedHead(Device, backbone, options, labels));
    }

    /// <summary>The processor.</summary>
    public CpuDevice Device { get; }

    /// <summary>Does a kind of work once.</summary>
    /// <returns>Seconds.</returns>
    public double Time(string kind)
    {
        Prepare(kind);
        long start = Stopwatch.GetTimestamp();
        Do(kind);
        Device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Does a kind of work once, op by op.</summary>
    public IReadOnlyList<OpTiming> TimeOps(string kind)
    {
        using var timings = new OpTimings(Device);
        Prepare(kind);
        Do(kind);

        // The first pass compiled what stands between an op and its clock.
        Prepare(kind);
        timings.Clear();
        Do(kind);
        return timings.Read();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        Device.Dispose();
    }

    // What is not timed.
    private void Prepare(string kind)
    {
        model.Train(kind != "infer");
        if (kind is "head" or "head-all") _ = head.Value;
        if (kind != "adam") return;

        // An update uses the gradients up: each parameter gets one without a pass through the network.
        using Step step = Device.BeginStep();
        Tensor sum = default;
        foreach (Parameter parameter in model.Parameters().Select(entry => entry.Parameter))
        {
            Tensor term = parameter.In(step).Sum();
            sum = sum.IsEmpty ? term : sum.Add(term);
        }

        sum.Backward();
    }

    private void Do(string kind)
    {
        switch (kind)
        {
            case "train":
                Forward(backward: true);
                optimizer.Step();
                break;
            case "forward" or "forward-backward":
                Forward(kind == "forward-backward");
                break;
            case "infer":
                using (Step step = Device.BeginInference()) model.Forward(pictures.In(step));
                break;
            case "adam":
                optimizer.Step();
                break;
            default:
                head.Value.ForwardAndBackward(all: kind == "head-all");
                break;
        }
    }

    private void Forward(bool backward)
    {
        using Step step = Device.BeginStep();
        Tensor loss = model.Forward(pictures.In(step)).CrossEntropy(step.InputIndices(labels, [labels.Length]));
        if (backward) loss.Backward();
    }
}
