namespace Apical.Analysis;

/// <summary>Where an embedding stands.</summary>
/// <param name="Iteration">Steps made.</param>
/// <param name="Kl">KL(P‖Q) in nats, of P without exaggeration.</param>
public readonly record struct TSneProgress(int Iteration, double Kl);
