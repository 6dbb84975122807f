using ILGPU;
using ILGPU.Runtime.Cuda;
using LVW.Native.Engine.Testing.Ptx;
using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>Kernels that ILGPU compiles, executed and compared with loops.</summary>
public sealed class PtxIlgpuTests
{
    private readonly PtxMachine machine = new();
    private readonly Random random = new(3);

    [Fact]
    public void An_elementwise_kernel_computes_what_its_loop_does()
    {
        float[] values = Values(1000, 8);
        using var x = new GlobalArray<float>(machine, values);
        using var y = new GlobalArray<float>(machine, new float[1000]);
        IlgpuPtx.Run<Sigmoid>(machine, PtxGrid.Line(8, 128), x.View, y.View, 2f);
        for (int i = 0; i < 1000; i++) Assert.Equal(Sigmoid.Of(values[i], 2f), y[i]);
    }

    [Fact]
    public void A_tiled_product_of_matrices_computes_what_its_loop_does()
    {
        const int N = 40;
        float[] a = Values(N * N), b = Values(N * N);
        using var x = new GlobalArray<float>(machine, a);
        using var w = new GlobalArray<float>(machine, b);
        using var y = new GlobalArray<float>(machine, new float[N * N]);
        IlgpuPtx.Run<TiledProduct>(machine, new PtxGrid(3, 3, 1, 256, 1, 1), x.View, w.View, y.View, N);
        for (int r = 0; r < N; r++)
        {
            for (int c = 0; c < N; c++) Assert.Equal(Enumerable.Range(0, N).Sum(k => (double)a[(r * N) + k] * b[(k * N) + c]), y[(r * N) + c], 1e-4);
        }
    }

    [Fact]
    public void A_tiled_product_without_its_second_barrier_races()
    {
        using var x = new GlobalArray<float>(machine, Values(32 * 32));
        using var y = new GlobalArray<float>(machine, new float[32 * 32]);
        string ptx = IlgpuPtx.Compile<TiledProduct>();
        int second = ptx.IndexOf("bar.sync", ptx.IndexOf("bar.sync", StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        PtxModule broken = PtxModule.Parse(ptx[..second] + "//" + ptx[second..]);
        byte[] arguments = [.. x.View, .. x.View, .. y.View, .. BitConverter.GetBytes(32L)];
        Assert.Equal(PtxFault.SharedRace, Assert.Throws<PtxFaultException>(() => machine.Launch(broken, new PtxGrid(2, 2, 1, 256, 1, 1), arguments)).Fault);
    }

    [Fact]
    public void A_block_reduction_in_double_computes_the_sum()
    {
        float[] values = Values(1000);
        using var x = new GlobalArray<float>(machine, values);
        using var y = new GlobalArray<double>(machine, new double[1]);
        IlgpuPtx.Run<BlockSum>(machine, PtxGrid.Line(1, 256), x.View, y.View);
        Assert.Equal(values.Sum(v => (double)v), y[0], 1e-12);
    }

    [Fact]
    public void A_kernel_of_integers_bytes_and_a_switch_computes_what_its_loop_does()
    {
        int[] values = [.. Enumerable.Range(0, 300).Select(i => (i * 7919 % 23) - 8)];
        byte[] bytes = new byte[300];
        random.NextBytes(bytes);
        using var x = new GlobalArray<int>(machine, values);
        using var m = new GlobalArray<byte>(machine, bytes);
        using var y = new GlobalArray<long>(machine, new long[300]);
        IlgpuPtx.Run<Mixed>(machine, PtxGrid.Line(2, 160), x.View, m.View, y.View, true, (short)-3);
        for (int i = 0; i < 300; i++) Assert.Equal(Mixed.Of(values[i], bytes[i], true, -3), y[i]);
    }

    [Fact]
    public void Vectors_of_four_and_local_arrays_are_loaded_and_stored()
    {
        float[] values = Values(64 * 4);
        using var x = new GlobalArray<float>(machine, values);
        using var y = new GlobalArray<float>(machine, new float[64 * 4]);
        Assert.Contains("ld.global.v4.f32", IlgpuPtx.Compile<Reversed>());
        IlgpuPtx.Run<Reversed>(machine, PtxGrid.Line(1, 64), x.ViewOf(64), y.ViewOf(64));
        for (int i = 0; i < 256; i++) Assert.Equal(values[(i & ~3) + 3 - (i & 3)], y[i]);
    }

    [Fact]
    public void A_tensor_core_kernel_multiplies_tiles()
    {
        const int N = 32;
        float[] a = Values(N * N), b = Values(N * N);
        using var x = new GlobalArray<float>(machine, a);
        using var w = new GlobalArray<float>(machine, b);
        using var y = new GlobalArray<float>(machine, new float[N * N]);
        IlgpuPtx.Run<TensorProduct>(machine, new PtxGrid(N / 8, N / 16, 1, 32, 1, 1), x.View, w.View, y.View, N);
        for (int r = 0; r < N; r++)
        {
            for (int c = 0; c < N; c++) Assert.Equal(Enumerable.Range(0, N).Sum(k => (double)a[(r * N) + k] * b[(k * N) + c]), y[(r * N) + c], 0.02);
        }

        Assert.Equal(32 * 4 * 8, machine.Counters[PtxOpClass.Tensor]);
    }

    [Fact]
    public void A_pipeline_of_asynchronous_copies_needs_its_wait()
    {
        const int Stages = 5;
        float[] values = Values(Stages * 256);
        using var x = new GlobalArray<float>(machine, values);
        using var y = new GlobalArray<float>(machine, new float[256]);
        string ptx = IlgpuPtx.Compile<Pipeline>();
        byte[] arguments = [.. BitConverter.GetBytes(x.Address), .. y.View, .. BitConverter.GetBytes((long)Stages)];
        var grid = PtxGrid.Line(1, 64, 2 * 64 * 16);
        machine.Launch(PtxModule.Parse(ptx), grid, arguments);
        for (int i = 0; i < 256; i++) Assert.Equal(Enumerable.Range(0, Stages).Sum(s => values[(s * 256) + (i ^ 4)]), y[i], 1e-6);
        PtxModule impatient = PtxModule.Parse(ptx.Replace("cp.async.wait_group 1", "cp.async.wait_group 2"));
        Assert.Equal(PtxFault.CopyInFlight, Assert.Throws<PtxFaultException>(() => machine.Launch(impatient, grid, arguments)).Fault);
    }

    private float[] Values(int count, float scale = 1) => [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];

    internal struct Four
    {
        public float X;
        public float Y;
        public float Z;
        public float W;
    }

    // y[i] = 1 / (1 + e^(-c x[i])); a thread for each element; neighbours read neighbours.
    private readonly struct Sigmoid(ArrayView<float> x, ArrayView<float> y, float c) : ITestKernel
    {
        public void Execute()
        {
            long i = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
            if (i < y.Length) y[i] = Of(x[i], c);
        }

        public static float Of(float x, float c) => 1 / (1 + Exp(-(x * c)));

        private static float Exp(float x)
        {
            float n = MathF.Floor((x * 1.44269504f) + 0.5f);
            float f = x - (n * 0.693359375f) + (n * 2.12194440e-4f);
            float p = 1 + (f * (1 + (f * (0.5f + (f * ((1f / 6) + (f * ((1f / 24) + (f * (1f / 120))))))))));
            return p * Interop.IntAsFloat((uint)(((int)n + 127) << 23));
        }
    }

    // y[r, c] = sum over k of x[r, k] w[k, c]; a block for each tile of 16 × 16, a thread for each element; tiles pass through shared memory.
    private readonly struct TiledProduct(ArrayView<float> x, ArrayView<float> w, ArrayView<float> y, int n) : ITestKernel
    {
        public void Execute()
        {
            ArrayView<float> a = SharedMemory.Allocate<float>(256);
            ArrayView<float> b = SharedMemory.Allocate<float>(256);
            int column = Group.IdxX & 15;
            int row = Group.IdxX >> 4;
            int r = (Grid.IdxY * 16) + row;
            int c = (Grid.IdxX * 16) + column;
            float sum = 0;
            for (int k = 0; k < n; k += 16)
            {
                a[Group.IdxX] = r < n && k + column < n ? x[(r * n) + k + column] : 0;
                b[Group.IdxX] = c < n && k + row < n ? w[((k + row) * n) + c] : 0;
                Group.Barrier();
                for (int j = 0; j < 16; j++) sum += a[(row * 16) + j] * b[(j * 16) + column];
                Group.Barrier();
            }

            if (r < n && c < n) y[(r * n) + c] = sum;
        }
    }

    // y[0] = sum of x; each thread adds a stride of the elements, then halves add up in shared memory.
    private readonly struct BlockSum(ArrayView<float> x, ArrayView<double> y) : ITestKernel
    {
        public void Execute()
        {
            ArrayView<double> sums = SharedMemory.Allocate<double>(256);
            double sum = 0;
            for (int i = Group.IdxX; i < x.Length; i += Group.DimX) sum += x[i];
            sums[Group.IdxX] = sum;
            Group.Barrier();
            for (int half = 128; half > 0; half >>= 1)
            {
                if (Group.IdxX < half) sums[Group.IdxX] += sums[Group.IdxX + half];
                Group.Barrier();
            }

            if (Group.IdxX == 0) y[0] = sums[0];
        }
    }

    // y[i] = a choice by x[i] of m[i], divided and shifted; a thread for each element.
    private readonly struct Mixed(ArrayView<int> x, ArrayView<byte> m, ArrayView<long> y, bool flag, short offset) : ITestKernel
    {
        public void Execute()
        {
            int i = (Grid.IdxX * Group.DimX) + Group.IdxX;
            if (i >= y.Length) return;
            y[i] = Of(x[i], m[i], flag, offset);
        }

        public static long Of(int x, byte m, bool flag, short offset)
        {
            int value = x;
            switch (x)
            {
                case 0: value = m; break;
                case 1: value = m / 3; break;
                case 2: value = m % 7; break;
                case 3: value = m << 3; break;
                case 4: value = m - 100; break;
            }

            if (flag) value += offset;
            long wide = ((long)value * 1_000_003) >> 2;
            return (wide / 7) + (wide % 5) + Math.Max(value, 3) + Math.Min((uint)value, 9u);
        }
    }

    // The four elements of y[i] are those of x[i] in the opposite order; a thread for each four; 16 bytes at once.
    private readonly struct Reversed(ArrayView<Four> x, ArrayView<Four> y) : ITestKernel
    {
        public void Execute()
        {
            Four four = x[Group.IdxX];
            ArrayView<float> local = LocalMemory.Allocate<float>(4);
            local[0] = four.X;
            local[1] = four.Y;
            local[2] = four.Z;
            local[3] = four.W;
            float last = 0;
            for (int i = 0; i < 4; i++) last = local[(Group.IdxX & 0) + i];
            y[Group.IdxX] = new Four { X = last, Y = local[2], Z = local[1], W = local[0] };
        }
    }

    // y[r, c] = sum over k of x[r, k] w[k, c] in tf32; a warp for each tile of 16 × 8; fragments are read from global memory.
    private readonly struct TensorProduct(ArrayView<float> x, ArrayView<float> w, ArrayView<float> y, int n) : ITestKernel
    {
        public void Execute()
        {
            int g = Group.IdxX >> 2;
            int t = Group.IdxX & 3;
            int row = (Grid.IdxY * 16) + g;
            int column = Grid.IdxX * 8;
            CudaAsm.Emit(".reg .f32 acc<4>;");
            CudaAsm.Emit("mov.f32 acc0, 0f00000000; mov.f32 acc1, 0f00000000; mov.f32 acc2, 0f00000000; mov.f32 acc3, 0f00000000;");
            for (int k = 0; k < n; k += 8)
            {
                uint a0 = Interop.FloatAsInt(x[(row * n) + k + t]);
                uint a1 = Interop.FloatAsInt(x[((row + 8) * n) + k + t]);
                uint a2 = Interop.FloatAsInt(x[(row * n) + k + t + 4]);
                uint a3 = Interop.FloatAsInt(x[((row + 8) * n) + k + t + 4]);
                uint b0 = Interop.FloatAsInt(w[((k + t) * n) + column + g]);
                uint b1 = Interop.FloatAsInt(w[((k + t + 4) * n) + column + g]);
                CudaAsm.Emit(
                    "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {acc0,acc1,acc2,acc3},{%0,%1,%2,%3},{%4,%5},{acc0,acc1,acc2,acc3};", a0, a1, a2, a3, b0, b1);
            }

            CudaAsm.Emit("mov.f32 %0, acc0;", out float d0);
            CudaAsm.Emit("mov.f32 %0, acc1;", out float d1);
            CudaAsm.Emit("mov.f32 %0, acc2;", out float d2);
            CudaAsm.Emit("mov.f32 %0, acc3;", out float d3);
            int at = (row * n) + column + (t * 2);
            y[at] = d0;
            y[at + 1] = d1;
            y[at + (8 * n)] = d2;
            y[at + (8 * n) + 1] = d3;
        }
    }

    // y[i] = sum over s of x[s, i xor 4]; two stages of dynamic shared memory, filled by asynchronous copies of 16 bytes a thread.
    private readonly struct Pipeline(long x, ArrayView<float> y, int stages) : ITestKernel
    {
        public void Execute()
        {
            ArrayView<float> tile = SharedMemory.GetDynamic<float>();
            int at = Group.IdxX * 4;
            CudaAsm.Emit("mov.u32 %0, __dyn_shared_alloca;", out uint shared);
            CudaAsm.Emit("cp.async.cg.shared.global [%0], [%1], 16;", shared + ((uint)at * 4), Address(at));
            CudaAsm.Emit("cp.async.commit_group;");
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int s = 0; s < stages; s++)
            {
                int next = s + 1;
                if (next < stages)
                {
                    uint to = shared + ((uint)(((next & 1) * 256) + at) * 4);
                    CudaAsm.Emit("cp.async.cg.shared.global [%0], [%1], 16;", to, Address((next * 256) + at));
                }

                CudaAsm.Emit("cp.async.commit_group;");
                CudaAsm.Emit("cp.async.wait_group 1;");
                Group.Barrier();
                int from = ((s & 1) * 256) + (at ^ 4);
                s0 += tile[from];
                s1 += tile[from + 1];
                s2 += tile[from + 2];
                s3 += tile[from + 3];
                Group.Barrier();
            }

            y[at] = s0;
            y[at + 1] = s1;
            y[at + 2] = s2;
            y[at + 3] = s3;
        }

        private long Address(int index) => x + (index * 4L);
    }
}
