namespace LVW.Native.VisualWords.Planning;

/// <summary>Ranks that run now and can try out what adding up an array over all of them takes.</summary>
public interface INetworkProbe
{
    /// <summary>How many ranks take part.</summary>
    int Ranks { get; }

    /// <summary>Seconds of an all-reduce, the median of several.</summary>
    /// <param name="bytes">Bytes of the array that every rank brings.</param>
    double AllReduceSeconds(long bytes);
}
