using LVW.Native.VisualWords.Planning;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Ranks that a launcher has started, as a plan sees them.</summary>
/// <param name="Ceiling">What connects them, measured.</param>
/// <param name="Machines">Machines that they run on.</param>
/// <param name="RanksPerMachine">The most of them on one machine.</param>
internal sealed record PlanNetwork(NetworkCeiling Ceiling, int Machines, int RanksPerMachine)
{
    /// <summary>Measures what connects the ranks; all of them call it.</summary>
    /// <exception cref="SettingsException">The launcher has tied ranks to cores, so that one alone cannot be measured with all of them.</exception>
    public static PlanNetwork Of(RankGroup ranks)
    {
        string[] machines = ranks.Machines();
        if (ranks.Places().Distinct().Count() > machines.Distinct().Count())
        {
            throw new SettingsException("plan: the launcher has tied ranks of one machine to different cores, so that rank 0 cannot measure with all of them. Use mpirun --bind-to none.");
        }

        return new PlanNetwork(NetworkCeiling.Measure(new CollectiveProbe(ranks.Collective)), machines.Distinct().Count(), machines.GroupBy(machine => machine).Max(group => group.Count()));
    }
}
