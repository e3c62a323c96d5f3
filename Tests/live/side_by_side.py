"""docbuild watch, lsp, serve and build at once on one tree, while it is edited and saved at random. Again and again all must
be as if somebody had built, checked and served it anew: the pages on the disk, the problems that the editor has, those
that watch told last, and the pages in the browser."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "serve"))
import tree  # noqa: E402
from client import Client  # noqa: E402
from server import Server, heed_signals  # noqa: E402

PROBLEM = re.compile(r"^(\S+?:\d+:\d+|\S+): (?:error|warning): .*\[([a-z-]+)\]$", re.M)


class Watch:
    def __init__(self, program, root):
        self.text = ""
        self.process = subprocess.Popen(
            [program, "watch"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            preexec_fn=heed_signals)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            self.text += line

    def problems(self):
        """What it told last: behind the last summary but one."""
        rounds = re.split(r"^docbuild: (?:\d+ documents?|nothing was done).*\n", self.text, flags=re.M)
        return sorted(set(found(rounds[-2]))) if len(rounds) > 1 else None


def found(text):
    return [f"{place} {id}" for place, id in PROBLEM.findall(text)]


class Trial:
    def __init__(self, program, seed, top):
        self.program = program
        self.dice = random.Random(seed)
        self.top = top
        self.root = top / "tree"
        self.root.mkdir()
        tree.make(self.root, self.dice)
        self.watch = Watch(program, self.root)
        self.server = Server(program, self.root)
        self.events = self.server.follow()
        self.client = Client(program, self.root)
        self.open = {}
        self.builds = []
        self.counts = {}

    # What happens to the tree

    def step(self):
        dice = self.dice
        kind = dice.choices(
            ["source", "document", "typed", "saved", "closed", "configuration", "renamed", "deleted", "folder",
             "moved folder", "build", "looked at"],
            [6, 6, 8, 3, 1, 1, 1, 1, 1, 0.5, 1, 2])[0]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        getattr(self, kind.replace(" ", "_"))()
        if dice.random() < 0.6:
            time.sleep(dice.choice([0.001, 0.004, 0.01, 0.03, 0.08]))

    def save(self, name, text):
        tree.save(self.dice, self.root / name, text)

    def text(self, name):
        try:
            return (self.root / name).read_text()
        except OSError:
            return None

    def one(self):
        """A document; most often one that is there."""
        there = tree.documents(self.root)
        return self.dice.choice(there if there and self.dice.random() < 0.9 else tree.DOCUMENTS)

    def source(self):
        name = self.dice.choice(tree.SOURCES)
        self.save(name, tree.source(self.dice, name))

    def document(self):
        name = self.one()
        if name not in self.open:
            self.save(name, tree.edited(self.dice, name, self.text(name) or ""))

    def typed(self):
        """A text that is not saved, of a document or a source."""
        name = self.dice.choice([*self.open, self.one(), self.dice.choice(tree.SOURCES)])
        if name not in self.open:
            text = self.text(name)
            if text is None:
                return
            self.open[name] = text
            self.client.open(name, text)
        isSource = name in tree.SOURCES
        self.open[name] = (tree.source(self.dice, name) if isSource
                           else tree.edited(self.dice, name, self.open[name]))
        self.client.change(name, self.open[name])
        if self.dice.random() < 0.3:
            self.client.problems(name)

    def saved(self):
        """As an editor does: the text that it has goes to the disk."""
        if self.open:
            name = self.dice.choice(list(self.open))
            self.save(name, self.open[name])
            self.client.saved(name)
            # docbuild may have written the page meanwhile; editors read it anew.
            if name.endswith(".md"):
                self.close(name)

    def close(self, name):
        del self.open[name]
        self.client.close(name)

    def closed(self):
        if self.open:
            self.close(self.dice.choice(list(self.open)))

    def configuration(self):
        self.save("docbuild.toml", self.dice.choice(tree.CONFIGURATIONS))

    def renamed(self):
        """A source or a document under another's name, or back."""
        name = self.dice.choice([*tree.SOURCES, *tree.documents(self.root)])
        other = name.replace(".", "2.", 1) if "2." not in name else name.replace("2.", ".", 1)
        if (self.root / name).exists() and name not in self.open and other not in self.open:
            os.replace(self.root / name, self.root / other)

    def deleted(self):
        name = self.dice.choice([*tree.SOURCES, *tree.documents(self.root)])
        if name not in self.open:
            (self.root / name).unlink(missing_ok=True)

    def folder(self):
        """A new folder with a document, at once."""
        name = f"{self.dice.choice(tree.FOLDERS)}/n{self.dice.randint(1, 3)}/page.{self.dice.choice(['md', 'src'])}"
        if name not in self.open:
            self.save(name, tree.document(self.dice, name))

    def moved_folder(self):
        name = self.dice.choice(tree.FOLDERS)
        other = name[:-1] if name.endswith("9") else name + "9"
        busy = any(open.startswith((name + "/", other + "/")) for open in self.open)
        if busy or not (self.root / name).is_dir():
            return
        if (self.root / other).exists() or self.dice.random() < 0.3:
            shutil.rmtree(self.root / other, ignore_errors=True)
        os.replace(self.root / name, self.root / other)

    def build(self):
        self.builds.append(subprocess.Popen(
            [self.program, "build"], cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))

    def looked_at(self):
        page = self.dice.choice(["", *tree.DOCUMENTS]).replace(".src", ".md")
        status = self.server.status("/" + page)
        if status not in (200, 404):
            raise SystemExit(f"error: serve answered {status} for /{page}")

    # What must be so in the end

    def run(self, *words):
        done = subprocess.run([self.program, *words], cwd=self.root, capture_output=True, text=True, timeout=120)
        if done.returncode not in (0, 1):
            # The configuration may be faulty; nothing else may.
            if "docbuild.toml" not in done.stderr:
                raise SystemExit(f"error: docbuild {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done

    def settle(self):
        for name in list(self.open):
            self.save(name, self.open[name])
            self.client.saved(name)
            self.close(name)
        for build in self.builds:
            said = build.communicate(timeout=120)[1]
            if build.returncode not in (0, 1) and "docbuild.toml" not in said:
                raise SystemExit(f"error: a build ended with {build.returncode}: {said}")
        self.builds = []

    def difference(self):
        """What is not as it would be anew; nil for nothing."""
        if self.watch.process.poll() is not None:
            raise SystemExit(f"error: watch ended with {self.watch.process.returncode}: {self.watch.text[-2000:]}")
        return self.on_disk() or self.of_watch() or self.in_editor() or self.in_browser()

    def on_disk(self):
        now = self.files(self.root)
        again = self.run("build").stderr
        if self.files(self.root) != now:
            return "a build had something to do:\n" + self.changed(now, self.files(self.root)) + again
        said = sorted(set(found(self.run("build").stderr)))
        fresh = self.top / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        tree.copy(self.root, fresh)
        broken = {re.split("[: ]", line)[0] for line in said}
        for name in tree.documents(fresh):
            output = (fresh / name).with_suffix(".md")
            page = str(output.relative_to(fresh))
            if name.endswith(".src") and not {name, page} & broken and self.makes(name):
                output.unlink(missing_ok=True)
        subprocess.run([self.program, "build", "--quiet"], cwd=fresh, capture_output=True, timeout=120)
        if self.files(fresh) != self.files(self.root):
            return "a build of a copy makes other pages:\n" + self.changed(self.files(self.root), self.files(fresh))
        self.said = said
        return None

    def makes(self, name):
        """Whether a template is woven into the page beside it as the configuration stands."""
        text = self.text("docbuild.toml") or ""
        return "exclu" not in text and "[outputs]" not in text and "<!-- " in (self.text(name) or "")

    @staticmethod
    def files(root):
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*"))
                if path.is_file() and not {".docbuild", ".git"} & set(path.relative_to(root).parts)}

    @staticmethod
    def changed(old, new):
        names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        return "".join(f"  {name}: {old.get(name)}\n    {new.get(name)}\n" for name in names)

    def of_watch(self):
        told = self.watch.problems()
        if told != self.said:
            return f"watch told last:\n  {told}\nbuild says:\n  {self.said}"
        return None

    def in_editor(self):
        """All that check says, asked file by file, each open as it is on the disk."""
        said = set()
        for problem in json.loads(self.run("check", "--format", "json").stdout)["problems"]:
            place = problem["location"]
            said.add(f"{place['file']}:{place.get('line', 1)}:{place.get('column', 1)} {problem['id']}")
        files = {name: data.decode() for name, data in self.files(self.root).items() if not name.endswith("~")}
        for name, text in files.items():
            self.client.open(name, text)
        # A page's problem may stand in another file, which is asked again once the page was looked at.
        for _ in range(2):
            told = {problem for name in files for problem in self.client.problems(name)}
        for name in files:
            self.client.close(name)
        # What is told of pages that the configuration does not have check look at is told beyond it.
        beyond = {line for line in told - said if self.is_page(re.split("[: ]", line)[0])}
        if any(line.endswith(" invalid-configuration") for line in said):
            # check does nothing then; an editor goes on.
            beyond = told - said
        if told - beyond != said:
            return f"the editor has beyond check: {sorted(told - said - beyond)}\nlacks: {sorted(said - told)}"
        return None

    def is_page(self, name):
        return name.endswith(".md") and "<!-- embed(" not in (self.text(name) or "")

    def in_browser(self):
        if any(line.endswith(" invalid-configuration") for line in self.said):
            # A fresh one would not start.
            return None
        fresh = Server(self.program, self.root)
        try:
            index = fresh.get("/")
            pages = ["/"] + re.findall(r'<td><a href="([^"]+)"', index.decode())
            for page in pages:
                now, then = (self.body(server.get(page)) for server in (self.server, fresh))
                if now != then:
                    return f"serve shows {page} otherwise than a fresh one:\n{now}\n--- fresh\n{then}"
        finally:
            fresh.end()
        return None

    @staticmethod
    def body(answer):
        # How much has changed since a server began is its own.
        return re.sub(r' data-state="[^"]*"', "", answer.partition(b"\r\n\r\n")[2].decode())

    def checkpoint(self, wait=20):
        self.settle()
        until = time.monotonic() + wait
        while True:
            time.sleep(0.3)
            difference = self.difference()
            if difference is None:
                return
            if time.monotonic() > until:
                raise SystemExit(f"error: {difference}")

    def tidy(self):
        """Outputs of templates that are gone are removed, as somebody would, so that they don't pile up."""
        for line in self.said:
            if line.endswith(" orphaned-output"):
                (self.root / line.rsplit(" ", 1)[0]).unlink(missing_ok=True)

    def end(self):
        self.checkpoint()
        self.events.close()
        took, gone = self.server.end()
        if not gone or self.client.end() != 0:
            raise SystemExit("error: serve or lsp did not end as asked")
        self.watch.process.send_signal(signal.SIGINT)
        if self.watch.process.wait(10) != -signal.SIGINT:
            raise SystemExit(f"error: watch ended with {self.watch.process.returncode}")
        for kept in (self.root / ".docbuild").rglob("*"):
            if "~" in kept.name or ".tmp" in kept.name:
                raise SystemExit(f"error: {kept} was left")

    def kill(self):
        for process in (self.watch.process, self.server.process, self.client.process, *self.builds):
            if process.poll() is None:
                process.kill()


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(os.environ.get("DOCBUILD_EDITS", "150"))
    seed = int(os.environ.get("DOCBUILD_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"{count} random edits and saves; DOCBUILD_SEED={seed}", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="docbuild-live-"))
    trial = Trial(program, seed, folder)
    began = time.monotonic()
    done = 0
    try:
        trial.checkpoint()
        for done in range(1, count + 1):
            trial.step()
            if done % 50 == 0:
                trial.checkpoint()
                trial.tidy()
        trial.end()
    except BaseException:
        print(f"after {done} of {count}; the tree is kept in {folder}", flush=True)
        raise
    finally:
        trial.kill()
    shutil.rmtree(folder)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(trial.counts.items()))
    print(f"all as made anew, after {time.monotonic() - began:.0f} s: {kinds}")


if __name__ == "__main__":
    main()
