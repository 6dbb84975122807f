namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>
/// The PTX of a warp's tile. Its registers have names, so that ILGPU never sees them: <c>a{i}_{0..3}</c> are 16 rows × 8 of the left
/// operand, <c>b{j}_{0,1}</c> 8 × 8 columns of the right one and <c>c{i}{j}_{0..3}</c> the sums of 16 × 8, for i and j from 0 to 3. With
/// g = lane / 4 and t = lane % 4 a lane holds a = (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4); b = (t, g), (t + 4, g);
/// c = (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1).
/// </summary>
/// <remarks>Operands %0 to %3 are places in the ring of stages. Texts are constants because ILGPU wants them so; each is put together from the smaller ones above it.</remarks>
internal static class WarpTileText
{
    public const string Declare =
        ".reg .b32 ring, p0, p1, p2, p3, t; mov.u32 ring,__dyn_shared_alloca; "
        + ".reg .b32 a0_<4>; .reg .b32 a1_<4>; .reg .b32 a2_<4>; .reg .b32 a3_<4>; "
        + ".reg .b32 b0_<2>; .reg .b32 b1_<2>; .reg .b32 b2_<2>; .reg .b32 b3_<2>; "
        + ".reg .f32 c00_<4>; .reg .f32 c01_<4>; .reg .f32 c02_<4>; .reg .f32 c03_<4>; "
        + ".reg .f32 c10_<4>; .reg .f32 c11_<4>; .reg .f32 c12_<4>; .reg .f32 c13_<4>; "
        + ".reg .f32 c20_<4>; .reg .f32 c21_<4>; .reg .f32 c22_<4>; .reg .f32 c23_<4>; "
        + ".reg .f32 c30_<4>; .reg .f32 c31_<4>; .reg .f32 c32_<4>; .reg .f32 c33_<4>;";

    // Sums to zero.
    public const string ClearUpper = $"{Clear00}{Clear01}{Clear02}{Clear03}{Clear10}{Clear11}{Clear12}{Clear13}";
    public const string ClearLower = $"{Clear20}{Clear21}{Clear22}{Clear23}{Clear30}{Clear31}{Clear32}{Clear33}";

    // Left operand, depth contiguous: a matrix of 8 rows × 4 per quarter of the warp; 16 rows lie 2048 bytes apart.
    public const string LoadDeepAUpper = $"{P0}{LdMatrix}{A0},[p0]; {LdMatrix}{A1},[p0+2048];";
    public const string LoadDeepALower = $"{P0}{LdMatrix}{A2},[p0+4096]; {LdMatrix}{A3},[p0+6144];";

    // Left operand, rows contiguous: %0 to %3 are rows g + 8·{0..3} at depth t; depth t + 4 lies 2048 bytes on, row + 32 lies 128 bytes on.
    public const string LoadWideAUpper =
        $"{P0}{P1}{P2}{P3}"
        + "ld.shared.b32 a0_0,[p0]; ld.shared.b32 a0_1,[p1]; ld.shared.b32 a0_2,[p0+2048]; ld.shared.b32 a0_3,[p1+2048]; "
        + "ld.shared.b32 a1_0,[p2]; ld.shared.b32 a1_1,[p3]; ld.shared.b32 a1_2,[p2+2048]; ld.shared.b32 a1_3,[p3+2048];";

    public const string LoadWideALower =
        $"{P0}{P1}{P2}{P3}"
        + "ld.shared.b32 a2_0,[p0+128]; ld.shared.b32 a2_1,[p1+128]; ld.shared.b32 a2_2,[p0+2176]; ld.shared.b32 a2_3,[p1+2176]; "
        + "ld.shared.b32 a3_0,[p2+128]; ld.shared.b32 a3_1,[p3+128]; ld.shared.b32 a3_2,[p2+2176]; ld.shared.b32 a3_3,[p3+2176];";

    // Right operand, likewise.
    public const string LoadDeepB = $"{P0}{LdMatrix}{{b0_0,b0_1,b1_0,b1_1}},[p0]; {LdMatrix}{{b2_0,b2_1,b3_0,b3_1}},[p0+2048];";

    public const string LoadWideB =
        $"{P0}{P1}{P2}{P3}"
        + "ld.shared.b32 b0_0,[p0]; ld.shared.b32 b1_0,[p1]; ld.shared.b32 b2_0,[p2]; ld.shared.b32 b3_0,[p3]; "
        + "ld.shared.b32 b0_1,[p0+2048]; ld.shared.b32 b1_1,[p1+2048]; ld.shared.b32 b2_1,[p2+2048]; ld.shared.b32 b3_1,[p3+2048];";

    // To the nearest TF32, ties away from zero: what cvt.rna.tf32 does in four instructions, in two. Half a unit in the last of 10 bits is
    // 2^-11 of the power of two below the value; the tensor cores ignore the other 13 bits. NaN and infinity stay what they are.
    public const string RoundAUpper =
        $"{R}a0_0{S}a0_0{T}a0_0; {R}a0_1{S}a0_1{T}a0_1; {R}a0_2{S}a0_2{T}a0_2; {R}a0_3{S}a0_3{T}a0_3; "
        + $"{R}a1_0{S}a1_0{T}a1_0; {R}a1_1{S}a1_1{T}a1_1; {R}a1_2{S}a1_2{T}a1_2; {R}a1_3{S}a1_3{T}a1_3;";

    public const string RoundALower =
        $"{R}a2_0{S}a2_0{T}a2_0; {R}a2_1{S}a2_1{T}a2_1; {R}a2_2{S}a2_2{T}a2_2; {R}a2_3{S}a2_3{T}a2_3; "
        + $"{R}a3_0{S}a3_0{T}a3_0; {R}a3_1{S}a3_1{T}a3_1; {R}a3_2{S}a3_2{T}a3_2; {R}a3_3{S}a3_3{T}a3_3;";

    public const string RoundB =
        $"{R}b0_0{S}b0_0{T}b0_0; {R}b0_1{S}b0_1{T}b0_1; {R}b1_0{S}b1_0{T}b1_0; {R}b1_1{S}b1_1{T}b1_1; "
        + $"{R}b2_0{S}b2_0{T}b2_0; {R}b2_1{S}b2_1{T}b2_1; {R}b3_0{S}b3_0{T}b3_0; {R}b3_1{S}b3_1{T}b3_1;";

    public const string MultiplyUpper =
        $"{Mma}{C00},{A0},{B0},{C00}; {Mma}{C01},{A0},{B1},{C01}; {Mma}{C02},{A0},{B2},{C02}; {Mma}{C03},{A0},{B3},{C03}; "
        + $"{Mma}{C10},{A1},{B0},{C10}; {Mma}{C11},{A1},{B1},{C11}; {Mma}{C12},{A1},{B2},{C12}; {Mma}{C13},{A1},{B3},{C13};";

    public const string MultiplyLower =
        $"{Mma}{C20},{A2},{B0},{C20}; {Mma}{C21},{A2},{B1},{C21}; {Mma}{C22},{A2},{B2},{C22}; {Mma}{C23},{A2},{B3},{C23}; "
        + $"{Mma}{C30},{A3},{B0},{C30}; {Mma}{C31},{A3},{B1},{C31}; {Mma}{C32},{A3},{B2},{C32}; {Mma}{C33},{A3},{B3},{C33};";

    // Sums to shared memory: %0 is row g and column 2t of 16 rows, %1 row g + 8; 8 columns are 32 bytes.
    public const string Store0 =
        $"{P0}{P1}{St}[p0],{{c00_0,c00_1}}; {St}[p0+32],{{c01_0,c01_1}}; {St}[p0+64],{{c02_0,c02_1}}; {St}[p0+96],{{c03_0,c03_1}}; "
        + $"{St}[p1],{{c00_2,c00_3}}; {St}[p1+32],{{c01_2,c01_3}}; {St}[p1+64],{{c02_2,c02_3}}; {St}[p1+96],{{c03_2,c03_3}};";

    public const string Store1 =
        $"{P0}{P1}{St}[p0],{{c10_0,c10_1}}; {St}[p0+32],{{c11_0,c11_1}}; {St}[p0+64],{{c12_0,c12_1}}; {St}[p0+96],{{c13_0,c13_1}}; "
        + $"{St}[p1],{{c10_2,c10_3}}; {St}[p1+32],{{c11_2,c11_3}}; {St}[p1+64],{{c12_2,c12_3}}; {St}[p1+96],{{c13_2,c13_3}};";

    public const string Store2 =
        $"{P0}{P1}{St}[p0],{{c20_0,c20_1}}; {St}[p0+32],{{c21_0,c21_1}}; {St}[p0+64],{{c22_0,c22_1}}; {St}[p0+96],{{c23_0,c23_1}}; "
        + $"{St}[p1],{{c20_2,c20_3}}; {St}[p1+32],{{c21_2,c21_3}}; {St}[p1+64],{{c22_2,c22_3}}; {St}[p1+96],{{c23_2,c23_3}};";

    public const string Store3 =
        $"{P0}{P1}{St}[p0],{{c30_0,c30_1}}; {St}[p0+32],{{c31_0,c31_1}}; {St}[p0+64],{{c32_0,c32_1}}; {St}[p0+96],{{c33_0,c33_1}}; "
        + $"{St}[p1],{{c30_2,c30_3}}; {St}[p1+32],{{c31_2,c31_3}}; {St}[p1+64],{{c32_2,c32_3}}; {St}[p1+96],{{c33_2,c33_3}};";

    private const string Mma = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 ";
    private const string LdMatrix = "ldmatrix.sync.aligned.m8n8.x4.shared.b16 ";
    private const string St = "st.shared.v2.f32 ";

    private const string P0 = "add.u32 p0,ring,%0; ";
    private const string P1 = "add.u32 p1,ring,%1; ";
    private const string P2 = "add.u32 p2,ring,%2; ";
    private const string P3 = "add.u32 p3,ring,%3; ";

    private const string R = "and.b32 t,";
    private const string S = ",0xff800000; fma.rn.f32 ";
    private const string T = ",t,0f3A000000,";

    private const string A0 = "{a0_0,a0_1,a0_2,a0_3}";
    private const string A1 = "{a1_0,a1_1,a1_2,a1_3}";
    private const string A2 = "{a2_0,a2_1,a2_2,a2_3}";
    private const string A3 = "{a3_0,a3_1,a3_2,a3_3}";

    private const string B0 = "{b0_0,b0_1}";
    private const string B1 = "{b1_0,b1_1}";
    private const string B2 = "{b2_0,b2_1}";
    private const string B3 = "{b3_0,b3_1}";

    private const string C00 = "{c00_0,c00_1,c00_2,c00_3}";
    private const string C01 = "{c01_0,c01_1,c01_2,c01_3}";
    private const string C02 = "{c02_0,c02_1,c02_2,c02_3}";
    private const string C03 = "{c03_0,c03_1,c03_2,c03_3}";
    private const string C10 = "{c10_0,c10_1,c10_2,c10_3}";
    private const string C11 = "{c11_0,c11_1,c11_2,c11_3}";
    private const string C12 = "{c12_0,c12_1,c12_2,c12_3}";
    private const string C13 = "{c13_0,c13_1,c13_2,c13_3}";
    private const string C20 = "{c20_0,c20_1,c20_2,c20_3}";
    private const string C21 = "{c21_0,c21_1,c21_2,c21_3}";
    private const string C22 = "{c22_0,c22_1,c22_2,c22_3}";
    private const string C23 = "{c23_0,c23_1,c23_2,c23_3}";
    private const string C30 = "{c30_0,c30_1,c30_2,c30_3}";
    private const string C31 = "{c31_0,c31_1,c31_2,c31_3}";
    private const string C32 = "{c32_0,c32_1,c32_2,c32_3}";
    private const string C33 = "{c33_0,c33_1,c33_2,c33_3}";

    private const string M = "mov.f32 ";
    private const string Z = ",0f00000000; ";
    private const string Clear00 = $"{M}c00_0{Z}{M}c00_1{Z}{M}c00_2{Z}{M}c00_3{Z}";
    private const string Clear01 = $"{M}c01_0{Z}{M}c01_1{Z}{M}c01_2{Z}{M}c01_3{Z}";
    private const string Clear02 = $"{M}c02_0{Z}{M}c02_1{Z}{M}c02_2{Z}{M}c02_3{Z}";
    private const string Clear03 = $"{M}c03_0{Z}{M}c03_1{Z}{M}c03_2{Z}{M}c03_3{Z}";
    private const string Clear10 = $"{M}c10_0{Z}{M}c10_1{Z}{M}c10_2{Z}{M}c10_3{Z}";
    private const string Clear11 = $"{M}c11_0{Z}{M}c11_1{Z}{M}c11_2{Z}{M}c11_3{Z}";
    private const string Clear12 = $"{M}c12_0{Z}{M}c12_1{Z}{M}c12_2{Z}{M}c12_3{Z}";
    private const string Clear13 = $"{M}c13_0{Z}{M}c13_1{Z}{M}c13_2{Z}{M}c13_3{Z}";
    private const string Clear20 = $"{M}c20_0{Z}{M}c20_1{Z}{M}c20_2{Z}{M}c20_3{Z}";
    private const string Clear21 = $"{M}c21_0{Z}{M}c21_1{Z}{M}c21_2{Z}{M}c21_3{Z}";
    private const string Clear22 = $"{M}c22_0{Z}{M}c22_1{Z}{M}c22_2{Z}{M}c22_3{Z}";
    private const string Clear23 = $"{M}c23_0{Z}{M}c23_1{Z}{M}c23_2{Z}{M}c23_3{Z}";
    private const string Clear30 = $"{M}c30_0{Z}{M}c30_1{Z}{M}c30_2{Z}{M}c30_3{Z}";
    private const string Clear31 = $"{M}c31_0{Z}{M}c31_1{Z}{M}c31_2{Z}{M}c31_3{Z}";
    private const string Clear32 = $"{M}c32_0{Z}{M}c32_1{Z}{M}c32_2{Z}{M}c32_3{Z}";
    private const string Clear33 = $"{M}c33_0{Z}{M}c33_1{Z}{M}c33_2{Z}{M}c33_3{Z}";
}
