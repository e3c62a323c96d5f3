"""Makes the projects that the benchmark measures: the same bytes from the same arguments, on any machine."""

import os
import subprocess

from documents import Writer

SOURCES = 500
MARK = b"// #region part\n"
END = b"// #endregion\n"

GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "core.compression=0", "-c", "gc.auto=0"]


class Sources:
    """Programs with a region each, and what the three ways to show one yield."""

    def __init__(self):
        writer = Writer(11)
        self.files = []
        for index in range(SOURCES):
            text = writer.code(400 + 4 * index)
            lines = text.splitlines(keepends=True)
            third = len(lines) // 3
            lines[third:third] = [MARK]
            lines[-third:-third] = [END]
            shown = b"".join(lines[third + 1 : lines.index(END)])
            last = 2 * third
            first = b"".join(lines[:last])
            name = f"source-{index:03}.go"
            self.files.append(
                (name, b"".join(lines), [
                    ("strip=marks", len(text)),
                    (f"lines=1..{last}", len(first)),
                    ("region=part", len(shown)),
                ])
            )

    def write(self, folder):
        folder.mkdir()
        for name, text, _ in self.files:
            (folder / name).write_bytes(text)


class Tree:
    """A project of `count` documents of some 10 KB, a hundred in a folder, with three excerpts each out of 500 sources."""

    def __init__(self, count, size=10_000):
        self.count = count
        self.size = size
        writer = Writer(13)
        self.pool = [block.encode() for _ in range(600) for block in writer.section()]
        self.sources = Sources()

    def paths(self, ending):
        return [f"docs/{index // 100:04}/page-{index:06}.{ending}" for index in range(self.count)]

    def template(self, index):
        """Each source is shown by as many documents as every other, in each of the ways."""
        parts = []
        left = self.size
        for way in range(3):
            name, _, ways = self.sources.files[(index * 3 + way + index // SOURCES) % SOURCES]
            options, size = ways[(index // 7 + way) % 3]
            parts.append(f"```go\n<!-- include(../../code/{name} {options}) -->\n```\n\n".encode())
            left -= size + 11
        title = f"# Page {index}\n\n".encode()
        left -= len(title)
        between = [[], [], [], []]
        at = index * 31
        while left > 0:
            block = self.pool[at % len(self.pool)]
            between[at % 4].append(block)
            left -= len(block)
            at += 1
        out = [title]
        for way in range(3):
            out += between[way]
            out.append(parts[way])
        return b"".join(out + between[3])

    def readers(self, name):
        """How many documents show a source."""
        wanted = next(index for index, file in enumerate(self.sources.files) if file[0] == name)
        return sum(
            any((index * 3 + way + index // SOURCES) % SOURCES == wanted for way in range(3))
            for index in range(self.count)
        )

    def write(self, folder):
        """Writes the project into `folder`, which must not exist, and makes it a git repository."""
        folder.mkdir(parents=True)
        self.sources.write(folder / "code")
        for index, path in enumerate(self.paths("src")):
            place = folder / path
            if index % 100 == 0:
                place.parent.mkdir(parents=True)
            place.write_bytes(self.template(index))
        # What ninja leaves in a tree is none of git's business.
        (folder / ".gitignore").write_text("/build.ninja\n/.ninja_*\n")
        git(folder, "init", "-q")
        return folder


def git(folder, *words, stdin=None):
    return subprocess.run(
        [*GIT, *words], cwd=folder, check=True, input=stdin, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def commit(folder):
    """Commits all that is there, so that git has nothing to find. The files' contents are left out of the repository:
    no command that is measured looks at them, and 200,000 objects take a minute to write."""
    names = git(folder, "ls-files", "-z", "--others", "--exclude-standard")
    git(folder, "update-index", "-z", "--add", "--info-only", "--stdin", stdin=names)
    tree = git(folder, "write-tree", "--missing-ok")
    git(folder, "update-ref", "HEAD", git(folder, "commit-tree", "-m", "all", tree))
    os.sync()
