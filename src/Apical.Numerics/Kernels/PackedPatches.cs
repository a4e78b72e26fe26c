using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// The weights of a convolution as tiles read them: block after block of rows, in it term after term, and the rows of a term side by side.
/// </summary>
internal static unsafe class PackedPatches<T>
    where T : unmanaged
{
    /// <summary>For W h: rows are maps, terms are taps.</summary>
    /// <param name="s">Who sees whom.</param>
    /// <param name="blocks">Of the maps.</param>
    /// <param name="w"><c>[maps, taps]</c></param>
    /// <returns>Scratch memory.</returns>
    public static T* Forward(in PatchShape s, RowBlocks blocks, T* w)
    {
        T* packed = Scratch.Get<T>(ScratchSlot.Left, (long)s.Maps * s.Taps);
        for (int block = 0; block < blocks.Count; block++)
        {
            (int first, int rows) = blocks[block];
            nint at = (nint)first * s.Taps;
            TransposeKernel.Run(w + at, s.Taps, null, rows, s.Taps, packed + at, rows);
        }

        return packed;
    }

    /// <summary>For Wᵀ δ: rows are channels, term m · places + place is that place of the patches of map m.</summary>
    /// <param name="s">Who sees whom.</param>
    /// <param name="blocks">Of the channels.</param>
    /// <param name="w">The weight of map m and tap t lies at m · <paramref name="mapStride"/> + t · <paramref name="tapStride"/>, one of which is 1.</param>
    /// <param name="mapStride">Distance between maps.</param>
    /// <param name="tapStride">Distance between taps.</param>
    /// <returns>Scratch memory.</returns>
    public static T* Back(in PatchShape s, RowBlocks blocks, T* w, nint mapStride, nint tapStride)
    {
        int places = s.Places;
        T* packed = Scratch.Get<T>(ScratchSlot.Left, (long)s.Maps * s.Taps);
        for (int block = 0; block < blocks.Count; block++)
        {
            (int first, int rows) = blocks[block];
            T* to = packed + ((nint)first * s.Maps * places), from = w + (first * places * tapStride);
            for (int map = 0; tapStride == 1 && map < s.Maps; map++)
            {
                TransposeKernel.Run(from + (map * mapStride), places, null, rows, places, to + ((nint)map * places * rows), rows);
            }

            for (int place = 0; tapStride != 1 && place < places; place++)
            {
                TransposeKernel.Run(from + (place * tapStride), places * tapStride, null, rows, s.Maps, to + ((nint)place * rows), (nint)places * rows);
            }
        }

        return packed;
    }
}
