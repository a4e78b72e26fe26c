namespace Apical.Numerics.Online;

/// <summary>Is shown the place of a weight.</summary>
internal unsafe delegate void OnlineVisit<T>(T* place, int row, int column)
    where T : unmanaged;
