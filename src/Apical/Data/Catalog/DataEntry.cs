using Apical.Specs;

namespace Apical.Data;

/// <summary>A data set, or by <see cref="Of"/> a kind of data sets, that can be asked for by name.</summary>
public sealed record DataEntry : ICatalogued<DataEntry>, IReadable<DataEntry>
{
    /// <summary>What it is asked for by: lower case, words joined by hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>Samples to train with.</summary>
    /// <value>Default null: that hangs on settings or files.</value>
    public int? TrainCount { get; init; }

    /// <summary>Samples to test with.</summary>
    /// <value>Default null: that hangs on settings or files.</value>
    public int? TestCount { get; init; }

    /// <summary>Numbers in an input.</summary>
    /// <value>Default null: that hangs on settings or files.</value>
    public int? Features { get; init; }

    /// <summary>Number of classes; 0 for regression.</summary>
    /// <value>Default null: that hangs on settings or files.</value>
    public int? Classes { get; init; }

    /// <summary>How an input forms an image.</summary>
    /// <value>Default null: it does not, or that hangs on settings or files.</value>
    public ImageShape? Shape { get; init; }

    /// <summary>Where it comes from and under which terms.</summary>
    public required string Source { get; init; }

    /// <summary>What has to be fetched; empty for a set that is made.</summary>
    public IReadOnlyList<RemoteFile> Files { get; init; } = [];

    /// <summary>Names of files, or of folders, that the user brings: sets that may not be fetched by a program, or are not offered for it.</summary>
    public IReadOnlyList<string> OwnFiles { get; init; } = [];

    /// <summary>Whether the user says behind the name where it is: <c>images:FOLDER</c>.</summary>
    public bool IsYours { get; init; }

    /// <summary>How an image file becomes an input, as settings that <c>images:</c> understands: <c>size=64:colours=grey</c>.</summary>
    /// <value>Default null: the set is not made of image files.</value>
    public string? Preparation { get; init; }

    /// <summary>Whether the set is made by the program, so that nothing has to be fetched.</summary>
    public bool IsMade => Files.Count == 0 && OwnFiles.Count == 0 && !IsYours;

    /// <summary>Settings that the name may have.</summary>
    public IReadOnlyList<SettingInfo> Settings { get; private init; } = [];

    /// <summary>The name with what hangs on the files that are there spelled out, for the record of a run; null for <see cref="Name"/>.</summary>
    public Func<string?, string>? Spell { private get; init; }

    /// <summary>Whether a folder holds the set in another form than <see cref="Files"/>; null when there is no other.</summary>
    public Func<string, bool>? OtherForm { private get; init; }

    /// <summary>Makes or reads the set, or gets ready to: its parts need not be whole in memory (<see cref="ISamples"/>).</summary>
    public required Func<DataRequest, DataSplits> Loader { private get; init; }

    /// <summary>
    /// For sets whose samples are made of others, such as parities of images: makes them, with the target values given, from what the loader has read, after
    /// that was limited, held out and normalised.
    /// </summary>
    public Func<DataSplits, DataRequest, (double Low, double High), DataSplits>? Composer { private get; init; }

    /// <summary>The name with those settings that are not as they are when nothing is given: for people to read.</summary>
    public string ShortName
    {
        get => field ?? Name;
        private init;
    }

    /// <summary>The name without settings, which is that of the folder of its files, too.</summary>
    public string PlainName => Name.Split(':')[0];

    /// <summary>Whether samples are made of those of <see cref="LoadParts"/>.</summary>
    public bool IsComposed => Composer is not null;

    static string ICatalogued<DataEntry>.Kind => "data set";

    static IReadOnlyList<DataEntry> ICatalogued<DataEntry>.Standard => StandardSets.All;

    /// <summary>Makes the set with the settings that a person wrote; null when there are none.</summary>
    internal Func<Spec, DataEntry>? Configured { get; private init; }

    /// <summary>A set with settings: <c>parity:k=3:from=mnist</c>.</summary>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="settings">What may be set.</param>
    /// <param name="make">Makes the entry under its plain name; settings that are given are put behind it, all of them.</param>
    public static DataEntry Of<TOptions>(Settings<TOptions> settings, Func<TOptions, DataEntry> make)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(make);
        DataEntry With(TOptions options) => make(options) with { Settings = settings.All, Configured = spec => Named(settings.Read(spec)) };
        DataEntry Named(TOptions options)
        {
            DataEntry entry = With(options);
            return entry with { Name = entry.Name + settings.Show(options), ShortName = entry.Name + settings.ShowChanged(options) };
        }

        return With(settings.Defaults);
    }

    /// <summary>A set of the catalog in use.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or a setting will not do.</exception>
    public static DataEntry Parse(string text) => DataCatalog.Find(text);

    /// <summary>Makes or reads the set.</summary>
    /// <exception cref="DatasetException">A file is missing or not right.</exception>
    public DataSplits Load(DataRequest? request = null)
    {
        request ??= new();
        return Compose(Loader(request), request, (0, 1));
    }

    /// <summary>Makes or reads what the samples are made of; for most sets that is the set.</summary>
    /// <exception cref="DatasetException">A file is missing or not right.</exception>
    public DataSplits LoadParts(DataRequest request) => Loader(request);

    /// <summary>Makes the samples from what <see cref="LoadParts"/> gave; for most sets there is nothing to do.</summary>
    /// <param name="parts">Limited and normalised as it is to be.</param>
    /// <param name="request">As for <see cref="LoadParts"/>.</param>
    /// <param name="targets">Target values of the two classes.</param>
    public DataSplits Compose(DataSplits parts, DataRequest request, (double Low, double High) targets) =>
        Composer?.Invoke(parts, request, targets) ?? parts;

    /// <summary>The name with what hangs on the files that are there spelled out: <c>parity:k=3:from=mnist</c>.</summary>
    /// <param name="folder">As in <see cref="DataRequest.Folder"/>.</param>
    public string NameIn(string? folder) => Spell?.Invoke(folder) ?? Name;

    /// <summary>The set that <see cref="NameIn"/> names: as it is, with what hangs on the files that are there settled.</summary>
    internal DataEntry In(string? folder) => Spell?.Invoke(folder) is { } name && Configured is { } configured ? configured(Spec.Parse(name)) : this;

    /// <summary>Whether the set can be loaded without fetching: all files are there. Says nothing about their content.</summary>
    /// <param name="folder">As in <see cref="DataRequest.Folder"/>.</param>
    public bool IsPresent(string? folder = null)
    {
        string root = DataFolder.Resolve(folder);
        return IsMade || OtherForm?.Invoke(root) == true || !IsYours && new[] { root, Path.Combine(root, PlainName) }.Any(
            place => Files.All(file => Lies(file, place)) && OwnFiles.All(name => File.Exists(Path.Combine(place, name))));
    }

    /// <summary>
    /// The folder that <see cref="FetchAsync"/> fills: the one given, if it has the name of the set or files of it; else its subfolder of that name.
    /// </summary>
    /// <param name="folder">As in <see cref="DataRequest.Folder"/>.</param>
    public string FolderIn(string? folder = null)
    {
        string root = DataFolder.Resolve(folder);
        bool own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) == PlainName || Files.Any(file => Lies(file, root));
        return own ? root : Path.Combine(root, PlainName);
    }

    /// <summary>Fetches what is missing, file by file, checked.</summary>
    /// <param name="downloader">Does the work.</param>
    /// <param name="folder">As in <see cref="DataRequest.Folder"/>; see <see cref="FolderIn"/>.</param>
    /// <param name="progress">Told about bytes as they arrive.</param>
    /// <param name="cancel">Stops; the next call goes on.</param>
    /// <returns>For each of <see cref="Files"/>, in their order, what was done.</returns>
    /// <exception cref="DatasetException">A file could not be had.</exception>
    public async Task<IReadOnlyList<DownloadOutcome>> FetchAsync(
        Downloader downloader, string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(downloader);
        var outcomes = new List<DownloadOutcome>();
        foreach (RemoteFile file in Files)
        {
            outcomes.Add(await downloader.FetchAsync(file, FolderIn(folder), progress, cancel).ConfigureAwait(false));
        }

        return outcomes;
    }

    private static bool Lies(RemoteFile file, string place) => IdxFolder.Spellings(file.Name).Any(name => File.Exists(Path.Combine(place, name)));
}
