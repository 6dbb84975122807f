using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Collects frames of any pictures into full batches and adds each frame's probability of its class to a sum.</summary>
/// <param name="device">Where the model lives.</param>
/// <param name="model">Pictures to logits.</param>
/// <param name="side">Side of a frame in pixels.</param>
/// <param name="batchSize">Frames in a batch.</param>
internal sealed class FrameQueue(Device device, Func<Tensor, Tensor> model, int side, int batchSize)
{
    private readonly float[] frames = new float[batchSize * side * side * 3];
    private readonly (int Class, double[] Sums, int Index)[] pending = new (int, double[], int)[batchSize];
    private int count;

    /// <summary>Adds softmax(model(frame))[classIndex] to <c>sums[index]</c>, at the latest when the queue is flushed.</summary>
    public void Add(ReadOnlySpan<float> frame, int classIndex, double[] sums, int index)
    {
        frame.CopyTo(frames.AsSpan(count * frame.Length));
        pending[count++] = (classIndex, sums, index);
        if (count == batchSize) Flush();
    }

    /// <summary>Runs what is left.</summary>
    public void Flush()
    {
        if (count == 0) return;
        using Step step = device.BeginInference();
        Tensor logits = model(step.Input(frames.AsSpan(0, count * side * side * 3), [count, side, side, 3]));
        int classes = logits.Shape[1];
        float[] values = logits.ToArray();
        for (int i = 0; i < count; i++)
        {
            (int classIndex, double[] sums, int index) = pending[i];
            sums[index] += Ranking.Softmax(values.AsSpan(i * classes, classes))[classIndex];
        }

        count = 0;
    }
}
