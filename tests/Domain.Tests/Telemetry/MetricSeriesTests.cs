using System.Diagnostics.Metrics;
using LearningHub.WebFrontend.Common.Telemetry;

namespace LearningHub.Domain.Tests.Telemetry;

public sealed class MetricSeriesTests : IDisposable
{
    private readonly Meter _meter = new("LearningHub.Test.MetricSeries");
    private readonly MetricStore _store = new();

    [Fact]
    public void A_failure_on_one_route_more_than_there_is_room_for_is_still_a_failure_in_the_text()
    {
        var requests = _store.SeriesOf(_meter.CreateHistogram<double>("http.server.request.duration", "s"));
        for (var route = 0; route < 5_000; route++) Answer(requests, $"/r{route}", 200);
        Answer(requests, "/r5000", 500);
        Answer(requests, "/r5001", 500);
        Answer(requests, "/r5002", 404);
        Answer(requests, "/r0", 200);
        var text = _store.Write();
        text.ShouldContain("http_server_request_duration_seconds_count{http_response_status_code=\"500\",otel_metric_overflow=\"true\"} 2\n");
        text.ShouldContain("http_server_request_duration_seconds_count{http_response_status_code=\"404\",otel_metric_overflow=\"true\"} 1\n");
        text.ShouldContain("http_server_request_duration_seconds_count{http_response_status_code=\"200\",http_route=\"/r0\"} 2\n");
        text.ShouldContain("hub_metrics_overflow_total{metric=\"http_server_request_duration_seconds\"} 3\n");
    }

    [Fact]
    public void A_counter_keeps_its_sum_and_a_gauge_says_nothing_wrong()
    {
        var (counter, gauge) = (_store.SeriesOf(_meter.CreateCounter<long>("test.sum")), _store.SeriesOf(_meter.CreateGauge<long>("test.last")));
        for (var id = 0; id < 250; id++)
        {
            counter.Record(2, [new("id", id)]);
            gauge.Record(id, [new("id", id)]);
        }
        var text = _store.Write();
        text.ShouldContain("test_sum_total{otel_metric_overflow=\"true\"} 100\n");
        text.ShouldNotContain("test_last{otel_metric_overflow");
        text.ShouldContain("hub_metrics_overflow_total{metric=\"test_last\"} 50\n");
        text.ShouldContain("hub_metrics_overflow_total{metric=\"test_sum_total\"} 50\n");
    }

    [Fact]
    public void What_has_room_overflows_nowhere()
    {
        _store.SeriesOf(_meter.CreateCounter<long>("test.few")).Record(1, [new("kind", "a")]);
        _store.Write().ShouldNotContain("hub_metrics_overflow_total{");
    }

    public void Dispose() => _meter.Dispose();

    private static void Answer(MetricSeries requests, string route, int status) => requests.Record(0.01, [new("http.route", route), new("http.response.status_code", status)]);
}
