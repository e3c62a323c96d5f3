"""Measures docbuild beside other programs and prints one table; `run` builds what it needs and starts it."""

import argparse
import datetime
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from documents import Writer, document, fence, make_sources
from live import Live
from projects import Projects

MB = 1_000_000
MIB = 1 << 20


@dataclass
class Command:
    """A program with what it reads and where it runs."""

    name: str
    stdin: Path
    folder: Path
    words: list
    stdout: Path = Path("/dev/null")


@dataclass
class Run:
    wall: float
    cpu: float
    peak: float
    status: int


class Bench:
    def __init__(self, arguments):
        self.quick = arguments.quick
        self.programs = Path(arguments.programs)
        self.docbuild = Path(arguments.docbuild).resolve()
        self.work = Path(arguments.work)
        self.article = Path(arguments.article)
        self.only = arguments.only
        self.missed = []
        self.rows = 0

    # Running

    def runs(self, commands, rounds, seconds):
        """Runs the commands in turn; returns for each its runs, one for each round."""
        spec = self.work / "spec"
        spec.write_text(
            "".join(
                "\t".join(list(map(str, [command.stdin, command.stdout, command.folder, *command.words]))) + "\n"
                for command in commands
            )
        )
        done = subprocess.run(
            [self.programs / "pair", str(rounds), str(seconds), spec], check=True, capture_output=True, text=True
        )
        found = [[] for _ in commands]
        for line in done.stdout.splitlines():
            _, index, wall, user, system, peak, status = map(int, line.split("\t"))
            found[index].append(Run(wall / 1e6, (user + system) / 1e6, peak / 1024, status))
        return found

    def filter(self, name, template, folder=None):
        return Command(name, template, folder or template.parent, [self.docbuild])

    def tool(self, name, stdin, *words):
        words = [shutil.which(word) or word for word in words]
        return Command(name, stdin, stdin.parent, words or [self.programs / name])

    def weave(self, template):
        """Weaves a template with docbuild; returns the finished document."""
        output = template.with_suffix(".md")
        with open(template, "rb") as source, open(output, "wb") as target:
            done = subprocess.run([self.docbuild], stdin=source, stdout=target, cwd=template.parent, check=False)
        if done.returncode != 0:
            sys.exit(f"error: docbuild could not weave {template}")
        return output

    # The table

    def line(self, text=""):
        print(text, flush=True)

    def head(self, text):
        self.line()
        self.line(text)

    def row(self, text, goal=None, value=None, second=None, digits=2, wish=None):
        """A row: what, the goal, what was reached, and whether that is within the goal."""
        shown = "" if goal is None else f"{goal:g}" + (f" ({wish:g})" if wish else "")
        verdict = ""
        if goal is not None:
            verdict = "ok" if value <= goal else "MISSED"
            if value > goal:
                self.missed.append(text)
        reached = f"{value:.{digits}f}"
        other = "" if second is None else f"{second:.{digits}f}"
        self.line(f"  {text:<44}{shown:>12} {reached:>8} {other:>8}  {verdict}".rstrip())

    def compare(self, commands, goals, rounds, seconds, peak_goal=None, peak_wish=None):
        """Measures the first command against each of the others."""
        found = self.runs(commands, rounds, seconds)
        for command, runs in zip(commands, found):
            bad = {run.status for run in runs if run.status != 0}
            if bad:
                self.line(f"  '{command.name}' ended with {sorted(bad)}: its figures mean nothing")
        own = found[0]
        for command, other in list(zip(commands, found))[1:]:
            goal, wish = goals.get(command.name, (None, None))
            self.row(
                f"time / {command.name}", goal, median(a.wall / b.wall for a, b in zip(own, other)),
                median(a.cpu / max(b.cpu, 0.001) for a, b in zip(own, other)), wish=wish,
            )
        self.row("peak memory, MiB", peak_goal, max(run.peak for run in own), digits=1, wish=peak_wish)
        times = ", ".join(
            f"{command.name} {median(run.wall for run in runs):.1f}" for command, runs in zip(commands, found)
        )
        self.line(f"  ({len(own)} rounds; medians in ms: {times})")

    # What is measured

    def start(self):
        self.head("START-UP: the filter on an empty input")
        empty = self.work / "empty.src"
        empty.write_bytes(b"")
        commands = [self.filter("docbuild", empty), self.tool("hello-static", empty), self.tool("hello-dynamic", empty)]
        self.compare(commands, {"hello-static": (1.4, None)}, 100 if self.quick else 400, 15)

    def small(self):
        folder = self.work / "article"
        shutil.copytree(self.article, folder)
        text = (folder / "etcd-cluster.src").read_text()
        directive = re.compile(r"^<!-- include\(([^\s)]+)([^)]*)\) -->$", re.M)
        seen = set()

        def whole(match):
            if match[1] in seen:
                return "(see below)"
            seen.add(match[1])
            return f"<!-- include({match[1]}) -->"

        def parts(match):
            return f"<!-- include({match[1]} lines=20..49) -->" if "symbol=" in match[2] else match[0]

        variants = [
            ("whole", "S: the article, each file whole and once", directive.sub(whole, text)),
            ("parts", "S: the article, lines in place of its symbols", directive.sub(parts, text)),
        ]
        if shutil.which("ast-grep"):
            variants.append(("symbols", "S: the article as it is (its symbols start ast-grep)", text))
        for name, title, template in variants:
            source = folder / f"s-{name}.src"
            source.write_text(template)
            finished = self.weave(source)
            self.head(f"{title}, {finished.stat().st_size / 1000:.0f} KB")
            commands = [self.filter("docbuild", source), self.tool("cmark", finished, "cmark")]
            if name == "whole":
                commands.append(self.tool("include.go", source))
            goals = {"cmark": (1.3, None), "include.go": (0.45, None)} if name != "symbols" else {}
            self.compare(commands, goals, 40 if self.quick else 200, 10, 4 if name == "whole" else None)
        if not shutil.which("ast-grep"):
            self.line("  The article as it is was not measured: there is no ast-grep on PATH.")

    def shape(self, title, name, size, goals, rounds, seconds, peak=None, wish=None, peers=False, **shape):
        template = self.work / f"{name}.src"
        includes = document(template, size, **shape)
        finished = self.weave(template)
        self.head(
            f"{title}: {finished.stat().st_size / MB:.0f} MB of output, {includes:,} includes,"
            f" template {template.stat().st_size / MB:.1f} MB"
        )
        commands = [self.filter("docbuild", template), self.tool("parse floor", finished, self.programs / "floor")]
        if peers:
            commands += [self.tool("include.go", template), self.tool("cat", finished, "cat")]
        self.compare(commands, goals, rounds, seconds, peak, wish)
        if peers:
            for command in commands:
                command.stdout = self.work / "woven.md"
            own, _, filtered, _ = self.runs(commands, max(3, rounds // 4), seconds)
            self.row(
                "time / include.go, both into a file", None, median(a.wall / b.wall for a, b in zip(own, filtered)),
                median(a.cpu / b.cpu for a, b in zip(own, filtered)),
            )
            commands[0].stdout.unlink()
        template.unlink()
        finished.unlink()

    def medium_and_large(self):
        code = make_sources(self.work / "code", 40, 300, 1900)
        large = make_sources(self.work / "large", 40, 4000, 48000)
        rounds = 20 if self.quick else 100
        m = {"parse floor": (1.0, 0.8), "include.go": (0.2, None)}
        self.shape("M", "m", MB, m, rounds, 20, 9, peers=True, sources=code)
        only = {"parse floor": (1.0, 0.8)}
        self.shape("M, most of it from sources", "m-sources", MB, only, rounds // 2, 10, prose=0.05, sources=code)
        mixed = {"sources": code, "included_prose": 0.5}
        self.shape("M, half its prose by includes", "m-parts", MB, only, rounds // 2, 10, **mixed)
        rounds = 3 if self.quick else 7
        l = {"parse floor": (0.5, 0.35), "include.go": (0.08, None)}
        self.shape("L", "l", 100 * MB, l, rounds, 60, 96, 60, peers=not self.quick, sources=code)
        if self.quick:
            return
        only = {"parse floor": (0.5, 0.35)}
        self.shape("L, most of it from sources", "l-sources", 100 * MB, only, 5, 30, 96, 60, prose=0.05, sources=large)
        self.shape("L, half its prose by includes", "l-parts", 100 * MB, only, 5, 30, 96, 60, **mixed)

    def growth(self):
        self.head("GROWTH with the size of the output (shape M)")
        self.line("       MB       ms   ms/MB   peak MiB  MiB/MB  cpu time grows by    memory by")
        code = make_sources(self.work / "code", 40, 300, 1900)
        before = None
        worst = 0
        for power in range(0, 6 if self.quick else 9):
            size = 1 << power
            template = self.work / "growth.src"
            document(template, size * MB, sources=code)
            runs = self.runs([self.filter("docbuild", template)], 9 if size < 32 else 3, 10)[0]
            wall, cpu, peak = (min(map(attribute, runs)) for attribute in (wall_of, cpu_of, peak_of))
            by = f"{cpu / before[0]:14.2f} {peak / before[1]:14.2f}" if before else ""
            if before and cpu > 20:
                worst = max(worst, cpu / before[0])
            self.line(f"  {size:7} {wall:8.1f} {wall / size:7.2f} {peak:10.1f} {peak / size:7.2f} {by}")
            before = cpu, peak
            template.unlink()
        self.row("worst doubling of cpu time above 20 ms", 2.5, worst)

    def doublings(self, title, start, most, make):
        """Doubles the input of `make`, a function from a size to a template's text and its sources."""
        before = None
        worst = 0
        statuses = set()
        limit = 300 if self.quick else 1500
        size = start
        folder = self.work / "doubling"
        while size <= most:
            folder.mkdir()
            text, sources = make(size)
            template = folder / "input.src"
            template.write_bytes(text)
            (folder / "small.go").write_bytes(b"package small\n\nconst one = 1\n")
            for name, content in sources.items():
                (folder / name).write_bytes(content)
            run = min(self.runs([self.filter("docbuild", template)], 2, 10)[0], key=cpu_of)
            shutil.rmtree(folder)
            statuses.add(run.status)
            if before and run.cpu > 20:
                worst = max(worst, run.cpu / before.cpu)
            before = run
            if run.wall > limit:
                break
            size *= 2
        last = min(size, most)
        ended = "" if statuses == {0} else f", exit {max(statuses)}"
        self.row(f"{title}, {last:,}: {before.wall:.0f} ms{ended}", 3, worst)

    def odd_inputs(self):
        self.head("DOUBLING an input: the largest, its time, and the worst growth of cpu time")
        small = fence("small.go")
        one = b"package s\n"
        include = b"<!-- include(small.go) -->\n"
        prose = b"<!-- include(part.md) -->\n\n"
        block = b"```\ncode\n"

        def many(stem, n):
            return b"".join(fence(f"{stem}{i}.go") for i in range(n))

        def after(make):
            """What `make` gives, behind a fence with an include, so that there is something to prove."""
            return lambda n: (small + make(n) + b"\n", {})

        inputs = [
            ("includes in fences", 1000, 128_000, lambda n: (small * n, {})),
            ("includes in one fence", 1000, 128_000, lambda n: (b"```\n" + include * n + b"```\n", {})),
            ("includes of prose", 1000, 128_000, lambda n: (prose * n, {"part.md": b"A paragraph.\n"})),
            ("sources", 100, 6_400, lambda n: (many("s", n), {f"s{i}.go": one for i in range(n)})),
            ("bytes in a line", 1 << 16, 1 << 25, after(lambda n: b"word " * (n // 5))),
            ("escapes in a line", 1000, 128_000, after(lambda n: b"<!-- \\include(x) --> " * n)),
            ("comments in a line", 1000, 256_000, after(lambda n: b"<!-- x --> " * n)),
            ("fences in a source", 1000, 256_000, lambda n: (b"```\n<!-- include(f.md) -->\n```\n", {"f.md": block * n})),
            ("quotes in one another", 500, 64_000, after(lambda n: b"> " * n + b"x")),
            ("lists in one another", 500, 64_000, after(lambda n: b"- " * n + b"x")),
            ("blank lines in as deep lists", 250, 8_000, after(lambda n: b"- " * n + b"x" + b"\n" * n)),
            ("lines in as deep quotes", 250, 8_000, after(lambda n: b"> " * n + b"x\n" + b"y\n" * n)),
            ("emphasis in as deep quotes", 500, 32_000, after(lambda n: b"> " * n + b"*a " * n)),
            ("open brackets", 5000, 640_000, after(lambda n: b"[" * n)),
            ("![[]()", 2500, 160_000, after(lambda n: b"![[]()" * n)),
            ("*a **a", 2500, 160_000, after(lambda n: b"*a **a " * n)),
            ("link definitions", 1000, 128_000, after(lambda n: b"".join(b"[a%d]: u\n" % i for i in range(n)))),
            ("malformed directives", 1000, 32_000, lambda n: (b"<!--include(x)-->\n" * n, {})),
            ("missing sources", 1000, 32_000, lambda n: (many("no", n), {})),
        ]
        for title, start, most, make in inputs:
            self.doublings(title, start, most, make)

    def projects(self):
        Projects(self, Command, median).run()

    def live(self):
        Live(self, median).run()

    def parts(self):
        """What is measured, by the names that `--only` takes."""
        return {
            "start": self.start, "small": self.small, "large": self.medium_and_large, "growth": self.growth,
            "doubling": self.odd_inputs, "projects": self.projects, "live": self.live,
        }

    def all(self):
        start = time.monotonic()
        self.line(f"docbuild benchmark{' --quick' if self.quick else ''}, {datetime.date.today()}")
        self.line(machine())
        self.line("Whole processes in turn, page cache warm, output to /dev/null. A ratio is the")
        self.line("median of the ratios round by round, first of wall time, then of processor time.")
        self.line("Goals are upper bounds; a wish stands in parentheses.")
        self.line()
        self.line(f"  {'':<44}{'goal':>12} {'reached':>8} {'cpu':>8}")
        for name, part in self.parts().items():
            if self.only in (None, name):
                part()
        self.line()
        missed = f"{len(self.missed)} goals missed" if self.missed else "all goals reached"
        self.line(f"{missed}; {time.monotonic() - start:.0f} s")


def wall_of(run):
    return run.wall


def cpu_of(run):
    return run.cpu


def peak_of(run):
    return run.peak


def median(values):
    return statistics.median(list(values))


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    name = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    kernel = os.uname()
    load = os.getloadavg()[0]
    return (
        f"{kernel.sysname} {kernel.release.partition('-')[0]} {kernel.machine}, {os.cpu_count()} processors"
        f" ({name}), {memory:.0f} GiB, load {load:.1f}"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--docbuild", required=True)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--article", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--only")
    bench = Bench(parser.parse_args())
    if bench.only not in (None, *bench.parts()):
        sys.exit(f"error: there is no part '{bench.only}': {', '.join(bench.parts())}")
    bench.all()


if __name__ == "__main__":
    main()
