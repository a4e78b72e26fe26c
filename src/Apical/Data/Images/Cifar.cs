namespace Apical.Data;

/// <summary>Makes sets of the records of CIFAR files.</summary>
internal static class Cifar
{
    /// <summary>Names of the classes of CIFAR-10, in the order of their labels.</summary>
    public static readonly string[] TenNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Names of the fine classes of CIFAR-100, in the order of their labels.</summary>
    public static readonly string[] FineNames =
        ("apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle "
        + "chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo "
        + "keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter "
        + "palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk "
        + "skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip "
        + "turtle wardrobe whale willow_tree wolf woman worm").Split(' ');

    /// <summary>Names of the coarse classes of CIFAR-100, in the order of their labels.</summary>
    public static readonly string[] CoarseNames =
        ("aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture insects "
        + "large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals "
        + "non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2").Split(' ');

    /// <summary>Reads both parts.</summary>
    /// <param name="form">Which of the two sets.</param>
    /// <param name="labelAt">Which byte of a record is the label.</param>
    /// <param name="names">Names of the classes.</param>
    /// <param name="choice">Which classes are used.</param>
    /// <param name="request">Where from, and how.</param>
    /// <exception cref="DatasetException">A file is missing or not right.</exception>
    /// <exception cref="ArgumentException">The choice will not do.</exception>
    public static DataSplits Load(CifarForm form, int labelAt, string[] names, ClassChoice choice, DataRequest request)
    {
        CifarFiles files = CifarFiles.Open(form, DataFolder.Resolve(request.Folder));
        byte[][] train = [.. form.Train.Select(files.Read)], test = [files.Read(form.Test)];
        int[] LabelsOf(byte[] records, string file) => [.. Enumerable.Range(0, records.Length / form.RecordBytes).Select(record =>
            records[(record * form.RecordBytes) + labelAt] is var label && label < names.Length ? label : throw new DatasetException(
                $"{form.Set}: record {record} of {file} has the label {label}; expected 0 to {names.Length - 1}. Is it a file of another set?"))];
        int[][] trained = [.. train.Zip(form.Train, LabelsOf)], tested = [LabelsOf(test[0], form.Test)];

        // classes without a training image do not count: some files hold a part of the set only
        (int, string)[] present = [.. trained.SelectMany(labels => labels).Distinct().Order().Select(label => (label, names[label]))];
        if (present.Length < 2)
        {
            throw new DatasetException($"{files.Place}: all images in {string.Join(", ", form.Train)} are of one class, "
                + "and there is nothing to tell apart from it.");
        }

        IReadOnlyList<int> used = choice.Of(form.Set, present);
        string[] usedNames = [.. used.Select(label => names[label])];
        ImageSamples Part(string part, byte[][] records, int[][] labels)
        {
            (byte[] pixels, int[] found) = Chosen(form, records, labels, used);
            return new($"{form.Set}/{part}", CifarForm.Shape, new PixelBlock(pixels, CifarForm.ImageBytes), found, usedNames, request.Precision, choice.Single);
        }

        return new(Part("train", train, trained), null, Part("test", test, tested));
    }

    private static (byte[] Pixels, int[] Labels) Chosen(CifarForm form, byte[][] files, int[][] labels, IReadOnlyList<int> used)
    {
        var renamed = used.Index().ToDictionary(one => one.Item, one => one.Index);
        int count = labels.Sum(file => file.Count(renamed.ContainsKey));
        var pixels = new byte[count * CifarForm.ImageBytes];
        var found = new int[count];
        int at = 0;
        foreach ((byte[] records, int[] own) in files.Zip(labels))
        {
            for (int record = 0; record < own.Length; record++)
            {
                if (renamed.TryGetValue(own[record], out int label))
                {
                    found[at] = label;
                    records.AsSpan((record * form.RecordBytes) + form.LabelBytes, CifarForm.ImageBytes).CopyTo(pixels.AsSpan(at++ * CifarForm.ImageBytes));
                }
            }
        }

        return (pixels, found);
    }
}
