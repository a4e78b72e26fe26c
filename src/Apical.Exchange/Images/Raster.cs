namespace Apical.Exchange.Images;

/// <summary>An image as bytes: channel after channel, each row after row.</summary>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Bytes">channels × height × width of them.</param>
internal sealed record Raster(int Channels, int Height, int Width, byte[] Bytes)
{
    /// <summary>An image that is black.</summary>
    public static Raster Black(int channels, int height, int width) => new(channels, height, width, new byte[channels * height * width]);
}
