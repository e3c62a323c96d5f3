"""docbuild lsp typed at for long: what it takes must not grow. DOCBUILD_KEYSTROKES says how many; 100000 takes some minutes."""

import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from client import Client  # noqa: E402

# What the allocator may keep in one run more than in another, in KiB.
ROOM = 2 * 1024


def resident(pid):
    """In KiB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS"))


def make(root):
    (root / "docbuild.toml").write_text("")
    (root / "a.go").write_text("package a\n\n// #region one\nfunc one() int { return 1 }\n// #endregion\n")
    words = "".join(f"## Part {n}\n\nSome words of part {n}, [a link](page1.md#part-{n}).\n\n" for n in range(60))
    for n in range(40):
        (root / f"page{n}.md").write_text(f"# Page {n}\n\n<!-- embed(a.go region=one) -->\n\n{words}")
        (root / f"t{n}.src").write_text(f"# T {n}\n\n<!-- include(a.go region=one fence) -->\n\n{words}")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(os.environ.get("DOCBUILD_KEYSTROKES", "4000"))
    root = pathlib.Path(tempfile.mkdtemp(prefix="docbuild-live-"))
    make(root)
    client = Client(program, root)
    names = ["page1.md", "t2.src", "a.go"]
    lengths = {}
    for name in names:
        text = (root / name).read_text()
        lengths[name] = text.count("\n")
        client.open(name, text)
    dice = random.Random(1)
    marks, told, times = {}, [count // 4, count // 2, count] + [n for n in (1000, 10_000, 100_000) if n <= count], []
    name, typed = names[0], 0
    for number in range(1, count + 1):
        # A word is typed and taken back, then another place is gone to.
        at = {"line": 3, "character": typed}
        began = time.perf_counter()
        if number % 20 <= 10:
            client.change(name, {"range": {"start": at, "end": at}, "text": dice.choice("abc [](#`<!")})
            typed += 1
        elif typed:
            before = {"line": 3, "character": typed - 1}
            client.change(name, {"range": {"start": before, "end": at}, "text": ""})
            typed -= 1
        client.problems(name)
        times.append((time.perf_counter() - began) * 1000)
        if number % 20 == 0:
            while typed:
                before = {"line": 3, "character": typed - 1}
                client.change(name, {"range": {"start": before, "end": {"line": 3, "character": typed}}, "text": ""})
                typed -= 1
            name = dice.choice(names)
        if number % 500 == 0:
            client.close(name)
            client.open(name, (root / name).read_text())
        if number in told:
            marks[number] = resident(client.process.pid)
            print(f"after {number:7,} keystrokes: {marks[number] / 1024:.1f} MiB", flush=True)
    times.sort()
    print(f"diagnostics: median {times[len(times) // 2]:.1f} ms, 99 of 100 within {times[len(times) * 99 // 100]:.1f} ms")
    code = client.end()
    shutil.rmtree(root)
    grown = marks[count] - marks[count // 4]
    if code != 0 or grown > ROOM:
        raise SystemExit(f"error: it grew by {grown} KiB from a quarter of the keystrokes on")


if __name__ == "__main__":
    main()
