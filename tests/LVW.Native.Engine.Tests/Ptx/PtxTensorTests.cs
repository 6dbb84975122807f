using System.Text;
using LVW.Native.Engine.Testing.Ptx;
using Xunit;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>Tensor-core instructions against the fragment layouts of the PTX ISA ("Matrix fragments for mma.m16n8k8", "... m16n8k16", ldmatrix).</summary>
public sealed class PtxTensorTests
{
    private readonly Random random = new(1);

    [Fact]
    public void A_tf32_product_has_the_fragments_of_the_isa()
    {
        float[] a = Values(32 * 4), b = Values(32 * 2), c = Values(32 * 4);
        var expected = new double[16, 8];
        double[,] matrixA = new double[16, 8], matrixB = new double[8, 8];
        for (int lane = 0; lane < 32; lane++)
        {
            int groupId = lane >> 2;
            int threadIdInGroup = lane % 4;
            for (int i = 0; i < 4; i++)
            {
                int row = i is 0 or 2 ? groupId : groupId + 8;
                int col = i is 0 or 1 ? threadIdInGroup : threadIdInGroup + 4;
                matrixA[row, col] = Truncated(a[(lane * 4) + i]);
            }

            for (int i = 0; i < 2; i++) matrixB[i == 0 ? threadIdInGroup : threadIdInGroup + 4, groupId] = Truncated(b[(lane * 2) + i]);
        }

        Multiply(matrixA, matrixB, expected);
        float[] d = RunMma("m16n8k8.row.col.f32.tf32.tf32.f32", Bits(a), Bits(b), c);
        AssertAccumulator(expected, c, d);
    }

    [Fact]
    public void A_bf16_product_has_the_fragments_of_the_isa()
    {
        float[] a = Values(32 * 8, bfloat: true), b = Values(32 * 4, bfloat: true), c = Values(32 * 4);
        var expected = new double[16, 8];
        double[,] matrixA = new double[16, 16], matrixB = new double[16, 8];
        for (int lane = 0; lane < 32; lane++)
        {
            int groupId = lane >> 2;
            int threadIdInGroup = lane % 4;
            for (int i = 0; i < 8; i++)
            {
                int row = i is 0 or 1 or 4 or 5 ? groupId : groupId + 8;
                int col = (threadIdInGroup * 2) + (i & 1) + (i >= 4 ? 8 : 0);
                matrixA[row, col] = a[(lane * 8) + i];
            }

            for (int i = 0; i < 4; i++) matrixB[(threadIdInGroup * 2) + (i & 1) + (i >= 2 ? 8 : 0), groupId] = b[(lane * 4) + i];
        }

        Multiply(matrixA, matrixB, expected);
        float[] d = RunMma("m16n8k16.row.col.f32.bf16.bf16.f32", Packed(a), Packed(b), c);
        AssertAccumulator(expected, c, d);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void A_matrix_load_gives_each_lane_two_elements_of_its_row_or_column(int matrices, bool transposed)
    {
        string registers = string.Join(", ", Enumerable.Range(10, matrices).Select(i => $"%r{i}"));
        var body = new StringBuilder("""
            .shared .align 16 .b8 tile[512];
            ld.param.b64 %rd1, [p0]; mov.u32 %r1, %tid.x; mov.u32 %r2, tile;
            mad.lo.u32 %r3, %r1, 16, %r2; shl.b32 %r4, %r1, 3;
            """);
        for (int k = 0; k < 8; k++) body.AppendLine($"add.u32 %r5, %r4, {k}; st.shared.b16 [%r3+{2 * k}], %r5;");
        body.AppendLine("bar.warp.sync -1; xor.b32 %r6, %r1, 1; mad.lo.u32 %r3, %r6, 16, %r2;");
        body.AppendLine($"ldmatrix.sync.aligned.m8n8.x{matrices}{(transposed ? ".trans" : "")}.shared.b16 {{{registers}}}, [%r3];");
        body.AppendLine("mul.wide.u32 %rd2, %r1, 16; add.u64 %rd1, %rd1, %rd2;");
        for (int m = 0; m < matrices; m++) body.AppendLine($"st.global.b32 [%rd1+{4 * m}], %r{10 + m};");
        var machine = new PtxMachine();
        using var output = new GlobalArray<ushort>(machine, new ushort[32 * 8]);
        Snippet.Run(machine, body.ToString(), PtxGrid.Line(1, 32), output.Address);
        for (int lane = 0; lane < 32; lane++)
        {
            for (int i = 0; i < 2 * matrices; i++)
            {
                int row = transposed ? (lane % 4 * 2) + (i & 1) : lane / 4;
                int column = transposed ? lane / 4 : (lane % 4 * 2) + (i & 1);
                int sourceLane = (8 * (i / 2)) + row;
                Assert.Equal(((sourceLane ^ 1) * 8) + column, output[(lane * 8) + i]);
            }
        }
    }

    [Fact]
    public void A_matrix_load_reads_what_its_warp_may_read()
    {
        const string Body = """
            .shared .align 16 .b8 tile[512]; ld.param.b64 %rd1, [p0]; mov.u32 %r1, %tid.x; mov.u32 %r2, tile; mad.lo.u32 %r3, %r1, 16, %r2;
            st.shared.v4.b32 [%r3], {%r1, %r1, %r1, %r1}; SYNC xor.b32 %r6, %r1, 1; mad.lo.u32 %r3, %r6, 16, %r2;
            ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r10, %r11, %r12, %r13}, [%r3];
            """;
        var machine = new PtxMachine();
        Snippet.Run(machine, Body.Replace("SYNC", "bar.warp.sync -1;"), PtxGrid.Line(1, 32), 0);
        PtxFaultException fault = Assert.Throws<PtxFaultException>(() => Snippet.Run(machine, Body.Replace("SYNC", ""), PtxGrid.Line(1, 32), 0));
        Assert.Equal(PtxFault.SharedRace, fault.Fault);
    }

    private static float[] RunMma(string form, uint[] a, uint[] b, float[] c)
    {
        var machine = new PtxMachine();
        using var globalA = new GlobalArray<uint>(machine, a);
        using var globalB = new GlobalArray<uint>(machine, b);
        using var globalC = new GlobalArray<float>(machine, c);
        string body = $$"""
            ld.param.b64 %rd1, [p0]; ld.param.b64 %rd2, [p1]; ld.param.b64 %rd3, [p2]; mov.u32 %r1, %laneid; mul.wide.u32 %rd4, %r1, 16; mul.wide.u32 %rd5, %r1, 8;
            add.u64 %rd1, %rd1, %rd4; add.u64 %rd2, %rd2, %rd5; add.u64 %rd3, %rd3, %rd4;
            ld.global.v4.b32 {%r10, %r11, %r12, %r13}, [%rd1]; ld.global.v2.b32 {%r14, %r15}, [%rd2]; ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd3];
            mma.sync.aligned.{{form}} {%f1, %f2, %f3, %f4}, {%r10, %r11, %r12, %r13}, {%r14, %r15}, {%f1, %f2, %f3, %f4};
            st.global.v4.f32 [%rd3], {%f1, %f2, %f3, %f4};
            """;
        Snippet.Run(machine, body, PtxGrid.Line(1, 32), globalA.Address, globalB.Address, globalC.Address);
        return globalC.Span.ToArray();
    }

    private static void AssertAccumulator(double[,] product, float[] c, float[] d)
    {
        for (int lane = 0; lane < 32; lane++)
        {
            for (int i = 0; i < 4; i++)
            {
                int row = i < 2 ? lane >> 2 : (lane >> 2) + 8;
                int col = (lane % 4 * 2) + (i & 1);
                Assert.Equal(product[row, col] + c[(lane * 4) + i], d[(lane * 4) + i], 1e-5);
            }
        }
    }

    private static void Multiply(double[,] a, double[,] b, double[,] product)
    {
        for (int row = 0; row < 16; row++)
        {
            for (int col = 0; col < 8; col++)
            {
                for (int k = 0; k < a.GetLength(1); k++) product[row, col] += a[row, k] * b[k, col];
            }
        }
    }

    private float[] Values(int count, bool bfloat = false)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        return bfloat ? [.. values.Select(x => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & 0xFFFF0000))] : values;
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];

    private static uint[] Packed(float[] values)
        => [.. values.Chunk(2).Select(pair => (BitConverter.SingleToUInt32Bits(pair[0]) >> 16) | (BitConverter.SingleToUInt32Bits(pair[1]) & 0xFFFF0000))];

    // Hardware reads sign, exponent and 10 bits of the mantissa.
    private static double Truncated(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & 0xFFFFE000);
}
