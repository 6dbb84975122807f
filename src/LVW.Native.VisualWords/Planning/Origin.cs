namespace LVW.Native.VisualWords.Planning;

/// <summary>Where a figure of a plan comes from.</summary>
public enum Origin
{
    /// <summary>Measured on this machine, now.</summary>
    Measured,

    /// <summary>Told by the user.</summary>
    Given,

    /// <summary>Neither measured nor told: a bound that stands in until one of the two is done.</summary>
    Assumed,

    /// <summary>Computed from counted work and told ceilings; nothing like it has run here.</summary>
    Estimated,
}
