namespace Apical.Numerics.Matrices;

/// <summary>Up to eight numbers that an update formula needs in each step, such as the learning rate.</summary>
/// <typeparam name="TNumber">A number, or a vector with the same number in every lane.</typeparam>
/// <param name="A">First coefficient.</param>
/// <param name="B">Second coefficient.</param>
/// <param name="C">Third coefficient.</param>
/// <param name="D">Fourth coefficient.</param>
/// <param name="E">Fifth coefficient.</param>
/// <param name="F">Sixth coefficient.</param>
/// <param name="G">Seventh coefficient.</param>
/// <param name="H">Eighth coefficient.</param>
public readonly record struct Coefficients<TNumber>(
    TNumber A, TNumber B = default!, TNumber C = default!, TNumber D = default!,
    TNumber E = default!, TNumber F = default!, TNumber G = default!, TNumber H = default!);
