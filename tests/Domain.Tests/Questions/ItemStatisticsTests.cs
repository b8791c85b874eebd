using LearningHub.Grains.Common;

namespace LearningHub.Domain.Tests.Questions;

/// <summary>Worked by hand (and with a table calculation): five attempts at three questions of 1, 1 and 4 marks.</summary>
public sealed class ItemStatisticsTests
{
    private static readonly decimal[] Most = [1, 1, 4];
    private static readonly IReadOnlyList<IReadOnlyList<decimal>> Attempts =
    [
        [1m, 1m, 4m],
        [1m, 0m, 3m],
        [1m, 0.5m, 2m],
        [0m, 1m, 1m],
        [0m, 0m, 0m],
    ];

    [Fact]
    public void Facility_and_discrimination_are_those_worked_by_hand()
    {
        var items = ItemStatistics.Of(Most, Attempts);
        // Marks 1,1,1,0,0: mean 0.6. The others 5,3,2.5,2,0: mean 2.5.
        // Covariance (0.4*2.5 + 0.4*0.5 + 0.4*0 - 0.6*-0.5 - 0.6*-2.5)/4 = (1 + 0.2 + 0 + 0.3 + 1.5)/4 = 0.75; variances 0.3 and 13/4 = 3.25.
        items[0].Facility!.Value.ShouldBe(60, 1e-9);
        items[0].StandardDeviation!.Value.ShouldBe(54.772255750516614, 1e-6);
        items[0].Discrimination!.Value.ShouldBe(100 * 0.75 / Math.Sqrt(0.3 * 3.25), 1e-6);
        items[0].Discrimination!.Value.ShouldBe(75.955453, 1e-5);
        // Sorted 0,0,1,1,1 with 0,2,2.5,3,5: greatest covariance (-0.6*-2.5 - 0.6*-0.5 + 0.4*0 + 0.4*0.5 + 0.4*2.5)/4 = 0.75.
        items[0].Efficiency!.Value.ShouldBe(100, 1e-6);

        // Marks 1,0,0.5,1,0: mean 0.5. The others 5,4,3,1,0: mean 2.6. Covariance (0.5*2.4 - 0.5*1.4 + 0*0.4 + 0.5*-1.6 - 0.5*-2.6)/4 = 1/4 = 0.25.
        // Variances 1/4 = 0.25 and 17.2/4 = 4.3.
        items[1].Facility!.Value.ShouldBe(50, 1e-9);
        items[1].Discrimination!.Value.ShouldBe(100 * 0.25 / Math.Sqrt(0.25 * 4.3), 1e-6);
        items[1].Discrimination!.Value.ShouldBe(24.112141, 1e-5);
        // Sorted 0,0,0.5,1,1 with 0,1,3,4,5: (0.5*2.6 + 0.5*1.6 + 0 + 0.5*1.4 + 0.5*2.4)/4 = 4/4 = 1.
        items[1].Efficiency!.Value.ShouldBe(25, 1e-6);

        // Marks 4,3,2,1,0: mean 2, facility 50. The others 2,1,1.5,1,0: mean 1.1. Covariance (2*0.9 + 1*-0.1 + 0 - 1*-0.1 - 2*-1.1)/4 = 4/4 = 1.
        // Variances 10/4 = 2.5 and (0.81+0.01+0.16+0.01+1.21)/4 = 0.55.
        items[2].Facility!.Value.ShouldBe(50, 1e-9);
        items[2].StandardDeviation!.Value.ShouldBe(100 * Math.Sqrt(2.5) / 4, 1e-6);
        items[2].Discrimination!.Value.ShouldBe(100 / Math.Sqrt(2.5 * 0.55), 1e-6);
    }

    [Fact]
    public void What_cannot_be_told_is_not_told()
    {
        ItemStatistics.Of(1, [], []).ShouldBe(new(0, null, null, null, null));
        ItemStatistics.Of(2, [1], [3]).ShouldBe(new(1, 50, null, null, null));
        var same = ItemStatistics.Of(1, [1, 1, 1], [0, 1, 2]);
        same.Facility.ShouldBe(100);
        same.Discrimination.ShouldBeNull("everybody had the same mark");
        ItemStatistics.Of(1, [0, 1, 0], [2, 2, 2]).Discrimination.ShouldBeNull();
        ItemStatistics.Of(1, [0, 1], [5, 1]).Discrimination!.Value.ShouldBe(-100, 1e-9);
    }
}
