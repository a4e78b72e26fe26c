using System.Security.Cryptography;
using Apical.Models;
using Apical.Runs;

namespace Apical.Training;

/// <summary>The model whose weights a run begins with: its file, and a checksum, so that the same words mean the same weights.</summary>
/// <param name="File">The model file.</param>
/// <param name="Sha256">Of its content, in hexadecimal digits.</param>
public sealed record StartingPoint(string File, string Sha256)
{
    /// <summary>The model in a file as it is now.</summary>
    /// <param name="path">A model file, or the folder of a run that has one.</param>
    /// <exception cref="FileNotFoundException">There is none, or there are several to choose from.</exception>
    public static StartingPoint Of(string path)
    {
        string file = Path.GetFullPath(Runs.ModelFiles.Find(path));
        return new(file, Sum(file));
    }

    /// <summary>Reads the weights.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or another than when the run was begun.</exception>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public StartingWeights Read()
    {
        if (!System.IO.File.Exists(File))
        {
            throw new FileNotFoundException($"The run begins with the weights of '{File}', which is not there any more. Put it back.");
        }

        return Sum(File) == Sha256 ? StartingWeights.Read(File)
            : throw new InvalidDataException(
                $"The run begins with the weights of '{File}', and that file is another now. Put the old one back, or begin anew.");
    }

    private static string Sum(string path)
    {
        using Stream stream = RegularFile.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
