using LVW.Native.Engine.Testing.Ptx.Execution;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

/// <summary>Finds for each branch the first instruction that all its ways lead to: its immediate post-dominator.</summary>
internal static class PostDominators
{
    /// <summary>Sets <see cref="Instruction.Reconvergence"/> of the branches.</summary>
    public static void Set(Instruction[] code)
    {
        int exit = code.Length;
        int[][] successors = [.. Enumerable.Range(0, code.Length).Select(pc => Successors(code, pc))];
        int[] order = ReversePostorder(successors, exit);
        var position = new int[exit + 1];
        Array.Fill(position, int.MaxValue);
        for (int i = 0; i < order.Length; i++) position[order[i]] = i;

        // Cooper, Harvey, Kennedy: A simple, fast dominance algorithm, on the graph turned around.
        var dominator = new int[exit + 1];
        Array.Fill(dominator, -1);
        dominator[exit] = exit;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (int pc in order.Where(pc => pc != exit))
            {
                int found = -1;
                foreach (int next in successors[pc])
                {
                    if (dominator[next] >= 0) found = found < 0 ? next : Common(found, next, dominator, position);
                }

                changed |= dominator[pc] != found;
                dominator[pc] = found;
            }
        }

        for (int pc = 0; pc < exit; pc++) code[pc].Reconvergence = dominator[pc] < 0 ? exit : dominator[pc];
    }

    private static int Common(int a, int b, int[] dominator, int[] position)
    {
        while (a != b)
        {
            while (position[a] > position[b]) a = dominator[a];
            while (position[b] > position[a]) b = dominator[b];
        }

        return a;
    }

    private static int[] Successors(Instruction[] code, int pc)
    {
        ref readonly Instruction i = ref code[pc];
        int next = i.Kind is InstructionKind.Exit && i.Guard < 0 ? code.Length : pc + 1;
        return i.Kind switch
        {
            InstructionKind.Branch when i.Guard < 0 => i.Targets,
            InstructionKind.Branch => [pc + 1, .. i.Targets],
            InstructionKind.IndexedBranch => i.Targets,
            InstructionKind.Exit when i.Guard >= 0 => [code.Length, pc + 1],
            _ => [next],
        };
    }

    // From the exit backwards, without recursion: a kernel has thousands of instructions.
    private static int[] ReversePostorder(int[][] successors, int exit)
    {
        var predecessors = new List<int>[exit + 1];
        for (int i = 0; i <= exit; i++) predecessors[i] = [];
        for (int pc = 0; pc < exit; pc++)
        {
            foreach (int next in successors[pc]) predecessors[next].Add(pc);
        }

        var postorder = new List<int>();
        var seen = new bool[exit + 1];
        var path = new Stack<(int Node, int Next)>();
        path.Push((exit, 0));
        seen[exit] = true;
        while (path.TryPop(out (int Node, int Next) top))
        {
            if (top.Next == predecessors[top.Node].Count)
            {
                postorder.Add(top.Node);
                continue;
            }

            path.Push((top.Node, top.Next + 1));
            int before = predecessors[top.Node][top.Next];
            if (seen[before]) continue;
            seen[before] = true;
            path.Push((before, 0));
        }

        postorder.Reverse();
        return [.. postorder];
    }
}
