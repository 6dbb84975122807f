namespace LVW.Native.VisualWords.Planning;

/// <summary>What reading and varying pictures takes.</summary>
/// <param name="FirstSeconds">Seconds of one core for a picture that must be decoded.</param>
/// <param name="CachedSeconds">Seconds of one core for a picture that is still in the cache.</param>
/// <param name="CachedShare">Share of the pictures that the cache holds from the second epoch on.</param>
/// <param name="LoaderThreads">Threads that one rank's loader keeps busy at most.</param>
public sealed record InputCost(double FirstSeconds, double CachedSeconds, double CachedShare, int LoaderThreads)
{
    /// <summary>Seconds of one core for a picture, from the second epoch on.</summary>
    public double CoreSeconds => (CachedShare * CachedSeconds) + ((1 - CachedShare) * FirstSeconds);

    /// <summary>Pictures that one rank's loader makes in a second when it has the machine for itself.</summary>
    public double PicturesPerSecond => LoaderThreads / CoreSeconds;
}
