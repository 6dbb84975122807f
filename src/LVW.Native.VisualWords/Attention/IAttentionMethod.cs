namespace LVW.Native.VisualWords.Attention;

/// <summary>A way to say where in a picture a network finds the evidence for a class.</summary>
public interface IAttentionMethod
{
    /// <summary>The name in settings.</summary>
    string Name { get; }

    /// <summary>One map for each picture, in [0, 1] over the feature grid; 0 everywhere where nothing speaks for the class.</summary>
    /// <param name="subject">The network, its features, and the classes that are asked for.</param>
    AttentionMaps Compute(AttentionSubject subject);
}
