"""Measures builds of whole projects; `bench.py` starts it and prints its rows."""

import os
import shutil
import subprocess
from pathlib import Path

from trees import SOURCES, Tree, commit, git

# Beside the root of a tree: the names of its finished pages, one a line.
LIST = "pages"


class Projects:
    def __init__(self, bench, command, median):
        self.bench = bench
        self.command = command
        self.median = median
        # The ninja file calls docbuild by its name.
        self.path = bench.work / "bin"
        self.path.mkdir()
        (self.path / "docbuild").symlink_to(bench.docbuild)
        os.environ["PATH"] = f"{self.path}:{os.environ['PATH']}"

    def run(self):
        sizes = [200, 1000] if self.bench.quick else [1000, 10_000, 100_000]
        main = sizes[1]
        self.bench.head(
            f"XL: {main:,} documents of 10 KB, three excerpts each out of {SOURCES} sources, in a git repository"
        )
        found = {main: self.main(Tree(main))}
        for size in sizes:
            if size != main:
                found[size] = self.other(Tree(size))
        self.growth(found)

    # The commands

    def docbuild(self, folder, *words, name="docbuild"):
        return self.command(name, Path("/dev/null"), folder, [self.bench.docbuild, *words])

    def fresh(self, tree, name, parent=None):
        """A new tree, on the disk before anything is measured."""
        folder = tree.write((parent or self.bench.work / f"projects-{tree.count}") / name)
        os.sync()
        return folder

    def measured(self, commands, rounds, seconds):
        runs = self.bench.runs(commands, rounds, seconds)
        for command, own in zip(commands, runs):
            if any(run.status for run in own):
                self.bench.line(f"  '{command.name}' failed: its figures mean nothing")
        return runs

    # The main tree

    def main(self, tree):
        bench = self.bench
        rounds = 3
        first = self.fresh(tree, "tree-0")
        pages = self.pages(tree, first)
        full, floor, store = self.full(tree, first, pages, rounds)
        base = self.median(run.wall for run in floor)
        self.ratio("build from nothing / parse floor", full, floor, 0.8)
        bench.row("peak memory, MiB", None, max(run.peak for run in full), digits=1)
        self.times({"docbuild": full, "parse floor": floor, "the pages stored in C": store}, rounds)
        memory = Path("/dev/shm")
        if memory.is_dir() and shutil.disk_usage(memory).free > (rounds + 1) * tree.count * 40_000:
            parent = memory / f"docbuild-bench-{os.getpid()}"
            try:
                quick = self.fresh(tree, "tree-0", parent)
                kept, parsed, stored = self.full(tree, quick, self.pages(tree, quick), rounds, parent)
            finally:
                shutil.rmtree(parent, ignore_errors=True)
            self.ratio("the same in memory, without a disk / parse floor", kept, parsed)
            self.times({"docbuild": kept, "parse floor": parsed, "the pages stored in C": stored}, rounds)
        nothing = self.nothing(tree, first)
        self.one_source(tree, first, full)
        self.check(first, pages)
        self.test(2000 if bench.quick else 10_000)
        return full, nothing, base

    def check(self, folder, pages):
        """The proof, and what readers see, of documents and of plain pages."""
        commands = [self.docbuild(folder, "check"), self.tool("parse floor", folder, "floor", pages)]
        for number, page in enumerate(pages.read_text().splitlines()):
            if number % 2:
                # A page of its own, which says the same.
                shutil.copy(page, f"{page[:-3]}-plain.md")
        commands.append(self.docbuild(folder, "check", "--pages", name="check --pages"))
        rounds = 2 if self.bench.quick else 4
        runs = self.measured(commands[:2], rounds, 120)
        self.ratio("check / parse floor", runs[0], runs[1], 1)
        plain = self.measured(commands[2:], rounds, 120)[0]
        self.bench.row("peak memory, with half as many plain pages, MiB", 134, max(run.peak for run in plain), digits=1)
        self.times({"check": runs[0], "parse floor": runs[1], "check --pages": plain}, len(runs[0]))

    def test(self, fences):
        """Pages with fences of shell, which are parsed, and a console block on every hundredth, which runs in a copy of all."""
        folder = self.bench.work / "tested"
        folder.mkdir()
        for number in range(fences // 4):
            blocks = "".join(
                f"```bash\necho {number}.{block}\nfor i in a b; do echo \"$i\"; done\n```\n\n" for block in range(4)
            )
            session = f"<!-- test(name=run) -->\n```console\n$ echo {number}\n{number}\n```\n" if number % 100 == 0 else ""
            (folder / f"page-{number:05}.md").write_text(f"# Page {number}\n\n{blocks}{session}")
        (folder / "docbuild.toml").write_text("[check]\npages = [\"**/*.md\"]\n[tools]\nshellcheck = \"off\"\n")
        git(folder, "init", "-q")
        commit(folder)
        first = self.measured([self.docbuild(folder, "test", "--no-cache", ".")], 1, 60)[0]
        again = self.measured([self.docbuild(folder, "test", ".")], 2, 60)[0][1:]
        self.bench.row(f"test of {fences:,} fences, peak memory, MiB", 150, max(run.peak for run in first), digits=1)
        self.times({"test, all anew": first, "all known to pass": again}, len(first))

    def pages(self, tree, folder):
        """Builds the tree, untold; returns the list of its pages."""
        subprocess.run([self.bench.docbuild, "build", "--quiet"], cwd=folder, check=True)
        pages = folder.parent / LIST
        pages.write_text("".join(f"{folder / path}\n" for path in tree.paths("md")))
        return pages

    def full(self, tree, first, pages, rounds, parent=None):
        """Builds from nothing in a fresh tree each time, the parse floor of the pages, and their mere storing."""
        commands = []
        stores = []
        for number in range(1, rounds + 1):
            folder = self.fresh(tree, f"tree-{number}", parent)
            stored = folder.parent / f"stored-{number}"
            for name in ("waiting", "stored"):
                (stored / name).mkdir(parents=True)
            commands.append(self.docbuild(folder, "build"))
            commands.append(self.tool("parse floor", first, "floor", pages))
            commands.append(self.tool("store", first, "store", pages, stored))
            stores.append(stored)
        os.sync()
        runs = [own[0] for own in self.measured(commands, 0, 600)]
        return runs[0::3], runs[1::3], runs[2::3]

    def tool(self, name, folder, program, *words):
        return self.command(name, Path("/dev/null"), folder, [self.bench.programs / program, *words])

    def nothing(self, tree, folder):
        """A build with nothing to do."""
        commands = [
            self.docbuild(folder, "build"),
            self.command("git status", Path("/dev/null"), folder, [shutil.which("git"), "status"]),
        ]
        with open(folder / "build.ninja", "wb") as out:
            subprocess.run([self.bench.docbuild, "deps", "--format", "ninja"], cwd=folder, check=True, stdout=out)
        commit(folder)
        # ninja knows nothing of the pages before it has made each of them itself.
        subprocess.run(["ninja", "--quiet"], cwd=folder, check=True)
        commands.append(self.command("ninja", Path("/dev/null"), folder, [shutil.which("ninja")]))
        runs = self.measured(commands, 8 if self.bench.quick else 30, 30)
        self.ratio("nothing to do / git status", runs[0], runs[1], 1.2, 0.9)
        self.ratio("nothing to do / ninja", runs[0], runs[2], 0.6, 0.45)
        self.bench.row("peak memory, MiB", None, max(run.peak for run in runs[0]), digits=1)
        self.times({"docbuild": runs[0], "git status": runs[1], "ninja": runs[2]}, len(runs[0]))
        return runs[0]

    def one_source(self, tree, folder, full):
        """A build after one source has changed, in turn with builds that have nothing to do."""
        name = f"source-{SOURCES // 2:03}.go"
        source = folder / "code" / name
        script = folder.parent / "change"
        # The sleep lets the file's time differ from that of the build.
        script.write_text(f"#!/bin/sh\necho '// another line' >>'{source}'\nsleep 0.05\n")
        script.chmod(0o755)
        change = self.command("change", Path("/dev/null"), folder, [script])
        build = self.docbuild(folder, "build")
        # A build with nothing to do, some time after pages were written, notes what the next one need not look for.
        wait = self.command("wait", Path("/dev/null"), folder, [shutil.which("sleep"), "0.05"])
        settle = self.docbuild(folder, "build", name="settle")
        runs = self.measured([change, build, wait, settle, build], 4 if self.bench.quick else 12, 30)
        changed = tree.readers(name)
        share = self.median(run.wall for run in full) * changed / tree.count
        more = self.median(a.wall - b.wall for a, b in zip(runs[1], runs[4]))
        self.bench.row(f"one source changed: more / share of {changed} pages", 2, more / share)
        self.bench.line(
            f"  (medians in ms: with the change {self.median(run.wall for run in runs[1]):.1f},"
            f" without {self.median(run.wall for run in runs[4]):.1f}; the pages' share of a full build {share:.1f})"
        )

    # Other sizes

    def other(self, tree):
        rounds = 1 if tree.count > 20_000 else 3
        first = self.fresh(tree, "tree-0")
        pages = self.pages(tree, first) if rounds > 1 else None
        commands = [
            self.docbuild(self.fresh(tree, f"tree-{number}") if rounds > 1 else first, "build")
            for number in range(1, rounds + 1)
        ]
        full = [own[0] for own in self.measured(commands, 0, 600)]
        floor = [first / path for path in tree.paths("md")]
        pages = pages or first.parent / LIST
        pages.write_text("".join(f"{page}\n" for page in floor))
        parsed = self.measured([self.tool("parse floor", first, "floor", pages)], 0, 60)[0]
        commit(first)
        nothing = self.measured([self.docbuild(first, "build")], 6, 20)[0]
        return full, nothing, self.median(run.wall for run in parsed)

    def growth(self, found):
        bench = self.bench
        bench.head("GROWTH with the number of documents")
        bench.line("    documents   build ms   / parse floor   peak MiB   nothing to do ms   peak MiB")
        figures = []
        for size, (full, nothing, floor) in sorted(found.items()):
            built, idle = (self.median(run.wall for run in runs) for runs in (full, nothing))
            peaks = [max(run.peak for run in runs) for runs in (full, nothing)]
            bench.line(
                f"  {size:11,} {built:10.0f} {built / floor:15.2f} {peaks[0]:10.1f} {idle:18.1f} {peaks[1]:10.1f}"
            )
            figures.append((size, built, idle, max(peaks)))
        (size, built, idle, _), (larger, more, longer, peak) = figures[-2:]
        times = larger / size
        bench.row(f"build, {larger:,} documents / {size:,}", times, more / built)
        bench.row(f"nothing to do, {larger:,} documents / {size:,}", times, longer / idle)
        bench.row(f"peak memory at {larger:,} documents, MiB", 150, peak, digits=1)

    # Rows

    def ratio(self, text, own, other, goal=None, wish=None):
        self.bench.row(
            text, goal, self.median(a.wall / b.wall for a, b in zip(own, other)),
            self.median(a.cpu / max(b.cpu, 0.001) for a, b in zip(own, other)), wish=wish,
        )

    def times(self, runs, rounds):
        times = ", ".join(f"{name} {self.median(run.wall for run in own):.0f}" for name, own in runs.items())
        self.bench.line(f"  ({rounds} rounds; medians in ms: {times})")
