"""What is counted while the platform serves, over all workers, in the names of Prometheus.

With ``PROMETHEUS_MULTIPROC_DIR`` set before this module is imported (``survey/serving.py`` does) each worker keeps its
counts in files of that folder, and whichever is asked adds them up; without it they are those of this process.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds; the bounds of the project, 0.1 above all, stand among them."""
PROC = Path("/proc")

OWN = CollectorRegistry()
REQUESTS = Counter("survey_requests", "Requests answered", ["method", "route", "status"], registry=OWN)
SECONDS = Histogram("survey_request_seconds", "Time to answer", ["route"], buckets=BOUNDS, registry=OWN)
CPU = Counter("survey_request_cpu_seconds", "Time of the processor for answers", ["route"], registry=OWN)
SAVED = Counter("survey_answers_saved", "Answers written, on whatever way they came", registry=OWN)
CONFLICTS = Counter("survey_answers_conflicts", "Answers not written, since somebody else was faster", registry=OWN)
SCORED = Counter("survey_results", "Scorecards shown: kept, or computed anew", ["how"], registry=OWN)
CONNECTIONS = Gauge(
    "survey_database_connections",
    "Connections to the database in use",
    registry=OWN,
    multiprocess_mode="livesum",
)


def answered(method: str, route: str, status: int, *, seconds: float, cpu: float) -> None:
    """Count one request; ``route`` is the rule, never the address, so that the number of series is bounded."""
    requests, times, processor = _series(method, route, status // 100)
    requests.inc()
    times.observe(seconds)
    processor.inc(cpu)


@lru_cache(4096)
def _series(method: str, route: str, hundreds: int) -> tuple[Counter, Histogram, Counter]:
    return REQUESTS.labels(method, route, f"{hundreds}xx"), SECONDS.labels(route), CPU.labels(route)


def recorded(*, saved: int, conflicts: int) -> None:
    """Count answers; before the commit, so a commit that fails leaves them counted."""
    SAVED.inc(saved)
    CONFLICTS.inc(conflicts)


def shown(*, kept: int, computed: int) -> None:
    """Count scorecards."""
    SCORED.labels("kept").inc(kept)
    SCORED.labels("computed").inc(computed)


@dataclass(frozen=True)
class Value:
    """One value that is looked up when asked: its name, what it is, and the labels that tell it from its likes."""

    name: str
    words: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def exposition(now: Iterable[Value]) -> bytes:
    """Return everything counted, and the values of ``now`` (what is looked up when asked)."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = generate_latest(registry)
    else:
        counted = generate_latest(OWN)
    asked = CollectorRegistry()
    asked.register(_Now(now))
    return counted + generate_latest(asked)


class _Now(Collector):
    """What is looked up at the moment of asking."""

    def __init__(self, values: Iterable[Value]) -> None:
        self.families: dict[str, GaugeMetricFamily] = {}
        for one in values:
            new = GaugeMetricFamily(one.name, one.words, labels=list(one.labels))
            self.families.setdefault(one.name, new).add_metric(list(one.labels.values()), one.value)

    def collect(self) -> Iterator[Metric]:
        """Give each value as a gauge, and the memory of each process in bytes."""
        yield from self.families.values()
        memory = GaugeMetricFamily("survey_memory_bytes", "Proportional set size, by process", labels=["process"])
        for process, size in _processes():
            memory.add_metric([process], size)
        yield memory


def _processes() -> Iterator[tuple[str, int]]:
    """Yield the memory of the server and its workers, shared pages divided among them; nothing where no /proc is."""
    master = os.getppid() if os.environ.get(FOLDER) else os.getpid()
    for process in (master, *_children(master)):
        try:
            lines = (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:  # it has ended in between, or belongs to somebody else
            continue
        size = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        yield ("master" if process == master else str(process)), size * 1024


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in (PROC / f"{process}/task/{process}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
