namespace Apical.Data;

/// <summary>Images in memory, one behind the other.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="size">Bytes of an image.</param>
internal sealed class PixelBlock(byte[] bytes, int size) : IPixels
{
    public ArraySegment<byte> Of(int number) => new(bytes, number * size, size);
}
