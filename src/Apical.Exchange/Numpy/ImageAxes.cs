namespace Apical.Exchange.Numpy;

/// <summary>Where the channels of images are in an array.</summary>
public enum ImageAxes
{
    /// <summary>At the axis that is 1 or 3 long.</summary>
    Auto,

    /// <summary>[n, height, width, channels].</summary>
    Hwc,

    /// <summary>[n, channels, height, width].</summary>
    Chw,
}
