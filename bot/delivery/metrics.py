"""Figures on deliveries, in a registry of their own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60)


class Metrics:
    """What /metrics tells; no label holds anything personal."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.settled = self._counter("jalon_outbox_settled", "Messages tried, by what became of them", "state")
        self.failures = self._counter("jalon_telegram_failures", "Failures of sending, by verdict", "verdict")
        self.updates = self._counter("jalon_updates", "Updates, by what became of them", "result")
        self.failed_parts = self._counter("jalon_part_failures", "Failures kept within a part", "part")
        self.lost_leases = Counter(
            "jalon_lost_leases", "Messages settled too late, by a holder replaced since", registry=self.registry
        )
        self.request_seconds = Histogram(
            "jalon_telegram_request_seconds", "Time of one sending", buckets=_SECONDS, registry=self.registry
        )
        self.late_seconds = Histogram(
            "jalon_delivery_late_seconds", "From due to delivered", buckets=_SECONDS, registry=self.registry
        )
        self.outbox_rows = Gauge("jalon_outbox_rows", "Messages now in a state", ["state"], registry=self.registry)
        self.inbox_rows = Gauge("jalon_inbox_rows", "Updates now in a state", ["state"], registry=self.registry)
        self.oldest_due = Gauge(
            "jalon_outbox_oldest_due_seconds", "Age of the oldest message that is due", registry=self.registry
        )
        self.healthy = Gauge("jalon_healthy", "1 unless somebody must act", registry=self.registry)

    def _counter(self, name: str, meaning: str, label: str) -> Counter:
        return Counter(name, meaning, [label], registry=self.registry)
