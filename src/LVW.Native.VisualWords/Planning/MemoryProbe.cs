using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Planning;

/// <summary>Finds what a rank needs by running its steps on a device that has no memory.</summary>
public static class MemoryProbe
{
    // The loader holds the batch that is used and makes others ahead of it, each with room for the pictures of all ranks.
    private const int BatchesHeld = BatchLoader.Ahead + 1;

    /// <summary>The bytes of a rank.</summary>
    /// <param name="settings">The run's settings.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="side">Side of the input in pixels.</param>
    /// <param name="batch">Pictures in a step of all ranks.</param>
    /// <param name="ranks">Ranks that share them.</param>
    /// <param name="decodedBytes">Bytes of all training pictures when decoded.</param>
    /// <param name="backbones">The backbones that can be named; those of this library if null.</param>
    public static MemoryPlan Measure(TrainingSettings settings, int classes, int side, int batch, int ranks, long decodedBytes, BackboneCatalogue? backbones = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int share = (batch + ranks - 1) / ranks;
        using var device = new ShapeDevice();
        using var workload = new StepWorkload(device, settings, classes, side, backbones);
        var pictures = new Batch(new float[share * side * side * 3], side, new int[share], new int[share], new PictureView[share]);
        long gradients = 0;
        foreach (string stage in Stages.Of(settings))
        {
            workload.Enter(stage);
            workload.Step(pictures);
            gradients = Math.Max(gradients, workload.GradientBytes);
        }

        long lasting = workload.ParameterBytes + (3 * gradients);
        return new MemoryPlan(
            workload.ParameterBytes,
            gradients,
            2 * gradients,
            Math.Max(0, device.PooledBytes - lasting),
            Math.Min(decodedBytes, (long)settings.Data.CacheMebibytes << 20),
            BatchesHeld * sizeof(float) * 3L * batch * side * side,
            ranks > 1 ? gradients : 0);
    }
}
