using Apical.Report;
namespace Apical.Tests.Report;
public sealed class ReproductionShow
{
    [Fact] public void Show()
    {
        System.IO.Directory.CreateDirectory("/tmp/report-sample");
        var e = SampleReproduction.Everything();
        SampleReproduction.Write("/tmp/report-sample/doe2016-f1", e);
        SampleReproduction.Write("/tmp/report-sample/doe2016-f2", e with { Id = "doe2016/f2", Title = "Another", Claims = [e.Claims[0]], Groups = [] });
        SampleReproduction.Write("/tmp/report-sample/doe2016-f3", SampleReproduction.Empty("doe2016/f3") with { Skipped = "needs MNIST; apical data get mnist fetches it" });
        ReproductionPage.Write("/tmp/report-sample");
        ReproductionPage.Write("/tmp/report-sample/doe2016-f1");
    }
}
