"""Makes the documents that the benchmark measures: the same bytes from the same arguments, on any machine."""

import random
from pathlib import Path

WORDS = """
the the the the the of of of and and a a to to in in is is that for on with as by it at from be are this which or an
not can has have will one when its then than more each only board card cluster name network server system file program
machine address image container service user password key login command output line page text author reader editor
directive template source excerpt region symbol fence paragraph heading table list link state member leader follower
election message timeout request response client storage memory process thread kernel driver module package version
release update change review branch commit history record value number result problem reason example question answer
start stop read write open close build check test measure install remove copy move find follow return answer begin end
first second last next small large short long quick slow simple plain whole empty ready old new same other every many
before after between inside outside without because although while until where here there now again always never often
""".split()

SENTENCE_ENDS = [".", ".", ".", ".", ".", ":", ".", "?"]

IDENTIFIERS = """
context request response handler buffer reader writer options config address member leader index count offset length
result value key name path line source target node cluster session timeout retry client server state event message
""".split()


class Writer:
    """Makes prose and code from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def phrase(self, low, high):
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(low, high)))

    def inline(self):
        """A few words, now and then marked up."""
        kind = self.random.random()
        if kind < 0.03:
            return f"[{self.phrase(1, 4)}](https://example.org/{self.random.choice(IDENTIFIERS)}/{self.random.randint(1, 99)})"
        if kind < 0.09:
            return f"`{self.random.choice(IDENTIFIERS)}`"
        if kind < 0.115:
            return f"*{self.phrase(1, 3)}*"
        if kind < 0.13:
            return f"**{self.phrase(1, 3)}**"
        return self.phrase(3, 8)

    def sentence(self):
        text = " ".join(self.inline() for _ in range(self.random.randint(2, 4)))
        return text[0].upper() + text[1:] + self.random.choice(SENTENCE_ENDS)

    def paragraph(self):
        return "\n".join(self.sentence() for _ in range(self.random.randint(2, 6))) + "\n\n"

    def list(self):
        numbered = self.random.random() < 0.4
        items = []
        for number in range(1, self.random.randint(3, 7)):
            items.append((f"{number}. " if numbered else "- ") + self.sentence() + "\n")
        return "".join(items) + "\n"

    def heading(self, level):
        return "#" * level + " " + self.phrase(2, 6).capitalize() + "\n\n"

    def section(self):
        """Some blocks of prose, the first under a heading; about one and a half kilobytes."""
        blocks = []
        for _ in range(self.random.randint(3, 6)):
            kind = self.random.random()
            if kind < 0.75:
                blocks.append(self.paragraph())
            elif kind < 0.93:
                blocks.append(self.list())
            else:
                blocks.append("> " + self.sentence() + "\n> " + self.sentence() + "\n\n")
        blocks[0] = self.heading(self.random.choice([2, 2, 3])) + blocks[0]
        return blocks

    def code(self, size):
        """About `size` bytes that look like a program."""
        name = self.random.choice
        lines = []
        count = 0
        while count < size:
            verb = name(IDENTIFIERS)
            body = [f"// {verb.capitalize()} {self.phrase(4, 9)}.", f"func {verb}{self.random.randint(1, 99)}({name(IDENTIFIERS)} string) error {{"]
            for _ in range(self.random.randint(3, 14)):
                body.append(
                    self.random.choice(
                        [
                            f"\t{name(IDENTIFIERS)} := {name(IDENTIFIERS)}.{name(IDENTIFIERS)}({name(IDENTIFIERS)})",
                            f"\tif {name(IDENTIFIERS)} != nil {{",
                            f"\t\treturn fmt.Errorf(\"{self.phrase(3, 6)}: %w\", {name(IDENTIFIERS)})",
                            "\t}",
                            f"\tfor _, {name(IDENTIFIERS)} := range {name(IDENTIFIERS)} {{",
                            "",
                        ]
                    )
                )
            body += ["\treturn nil", "}", ""]
            lines += body
            count += sum(len(line) + 1 for line in body)
        return ("\n".join(lines) + "\n").encode()[:size].rsplit(b"\n", 1)[0] + b"\n"


def fence(path):
    return f"```go\n<!-- include({path}) -->\n```\n\n".encode()


def make_sources(folder, count, low, high, seed=1):
    """Writes `count` programs of `low` to `high` bytes; returns their names with their sizes."""
    writer = Writer(seed)
    folder.mkdir(parents=True, exist_ok=True)
    sources = []
    for index in range(count):
        text = writer.code(int(low + (high - low) * index / max(1, count - 1)))
        path = folder / f"source-{index:02}.go"
        path.write_bytes(text)
        sources.append((f"{folder.name}/{path.name}", len(text)))
    return sources


def document(path, size, prose=0.57, sources=None, included_prose=0.0, step=None):
    """Writes a template that is woven into `size` bytes or a little more; `prose` is the share of prose.

    `included_prose` is the share of the prose that comes by an include outside a fence. Returns how many includes
    there are.
    """
    writer = Writer(7)
    pool = [block.encode() for _ in range(600) for block in writer.section()]
    parts = []
    folder = path.parent / f"{path.stem}-parts"
    if included_prose:
        folder.mkdir(exist_ok=True)
        for index in range(40):
            text = b"".join(pool[4 * index : 4 * index + 4])
            (folder / f"part-{index:02}.md").write_bytes(text)
            parts.append((f"{folder.name}/part-{index:02}.md", len(text)))
    woven = 0
    prose_bytes = 0
    includes = 0
    at = writer.random.randrange(len(pool))
    with open(path, "wb") as out:
        title = f"# {writer.phrase(4, 6).capitalize()}\n\n".encode()
        out.write(title)
        woven = prose_bytes = len(title)
        while woven < size:
            if sources and prose_bytes > prose * woven:
                name, length = writer.random.choice(sources)
                out.write(fence(name))
                woven += length + 11
                includes += 1
            elif writer.random.random() < included_prose:
                name, length = writer.random.choice(parts)
                out.write(f"<!-- include({name}) -->\n\n".encode())
                woven += length + 1
                prose_bytes += length + 1
                includes += 1
            else:
                block = pool[at % len(pool)]
                at += 1
                out.write(block)
                woven += len(block)
                prose_bytes += len(block)
    return includes
