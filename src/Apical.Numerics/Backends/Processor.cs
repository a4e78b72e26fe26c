using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <summary>Tells <see cref="Backend"/> what computes on this machine, so that matrices need not know their backends.</summary>
internal static class Processor
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Runs before the first matrix is made, and costs no operation anything.")]
    internal static void Register() => Backend.Register(Make(Precision.Single), Make(Precision.Double));

    private static Backend Make(Precision precision)
    {
        var maker = new Maker(precision);
        Widest.Run(precision, ref maker);
        return maker.Made!;
    }

    private struct Maker(Precision precision) : IVectorWork
    {
        public Backend? Made;

        void IVectorWork.Run<V, T>() => Made = new CpuBackend<V, T>(precision);
    }
}
