namespace LVW.Native.Engine.Distributed;

/// <summary>Ranks could not find or reach each other, or disagree.</summary>
/// <param name="message">What failed, and the remedy.</param>
/// <param name="inner">What lies behind it.</param>
public sealed class CollectiveException(string message, Exception? inner = null) : Exception(message, inner);
