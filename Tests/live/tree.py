"""The project that is edited at random, and what can happen to it."""

import os
import shutil
import subprocess

SOURCES = ["code/a.go", "code/b.go", "lib/c.py", "lib/deep/d.sh", "e.txt"]
DOCUMENTS = ["index.src", "docs/one.src", "docs/two.md", "docs/three.src", "guide/four.md", "guide/five.src", "six.md"]
FOLDERS = ["docs", "guide", "lib/deep", "new", "new/er"]
MARKS = {"go": "//", "py": "#", "sh": "#", "txt": "#"}
VALUE = '[values]\nversion = "1.2"\n'
CONFIGURATIONS = [
    VALUE, '[checks]\nunused-region = "warning"\n' + VALUE, '[checks]\nunused-region = "off"\n' + VALUE,
    'exclude = ["guide/"]\n' + VALUE, VALUE.replace("1.2", "2.0"), '[check]\npages = ["**/*.md"]\n' + VALUE,
    '[outputs]\n"docs/one.src" = "docs/uno.md"\n' + VALUE, "exclude = [\n", 'exclued = ["x"]\n', "",
]


def source(dice, name):
    mark = MARKS[name.rsplit(".", 1)[-1]]
    lines = [f"{mark} {name}"]
    for region in dice.sample(["one", "two", "three"], dice.randint(1, 3)):
        lines += [f"{mark} #region {region}", *(f"line {dice.randint(1, 99)}" for _ in range(dice.randint(0, 4))),
                  f"{mark} #endregion"]
    lines += ["```"] * (dice.random() < 0.1)
    return "\n".join(lines) + "\n"


def block(dice, name):
    up = "../" * name.count("/")
    target = dice.choice(SOURCES + ["none.go"] * (dice.random() < 0.2))
    option = dice.choice(["", " region=one", " region=two", " lines=1..2", " lines=2"])
    what = dice.randrange(9)
    if name.endswith(".md"):
        if what < 5:
            return f"<!-- embed({up}{target}{option}) -->"
    elif what < 3:
        return f"<!-- include({up}{target}{option} fence) -->"
    elif what == 3:
        return f"<!-- include({up}{dice.choice(['index.md', 'docs/three.md', 'six.md', 'docs/one.md'])}) -->"
    elif what == 4:
        return "Version <!-- value(version) -->."
    if what == 5:
        return f"## Part {dice.randint(1, 5)}"
    if what == 6:
        page = dice.choice(DOCUMENTS + ["none.md"]).replace(".src", ".md")
        return f"A [link]({up}{page}{dice.choice(['', '#part-1', '#part-2'])}) somewhere."
    return f"Some words, {dice.randint(1, 999)} of them."


def document(dice, name):
    return f"# Page {name}\n\n" + "\n\n".join(block(dice, name) for _ in range(dice.randint(1, 6))) + "\n"


def edited(dice, name, text):
    """A document's text after one edit of a person; the blocks that docbuild keeps are left alone."""
    paragraphs = text.rstrip("\n").split("\n\n")
    starts = [n for n, paragraph in enumerate(paragraphs)
              if not paragraph.startswith(("```", "<!-- /embed")) and "<!-- embed(" not in paragraph]
    if not starts or dice.random() < 0.03:
        return document(dice, name)
    at = dice.choice(starts)
    what = dice.randrange(3)
    if what == 0 and len(starts) > 2:
        del paragraphs[at]
    elif what == 1 and at:
        paragraphs[at] = block(dice, name)
    elif len(starts) < 12:
        paragraphs.insert(at + 1, block(dice, name))
    return "\n\n".join(paragraphs) + "\n"


def save(dice, path, text):
    """Writes a file in one of the ways in which editors do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    way = dice.randrange(4)
    beside = path.with_name(path.name + "~")
    if way == 0:
        path.write_text(text)
    elif way == 1:
        beside.write_text(text)
        os.replace(beside, path)
    elif way == 2 and path.exists():
        os.replace(path, beside)
        path.write_text(text)
        beside.unlink()
    else:
        path.unlink(missing_ok=True)
        path.write_text(text)


def make(folder, dice):
    for name in SOURCES:
        save(dice, folder / name, source(dice, name))
    for name in DOCUMENTS:
        save(dice, folder / name, document(dice, name))
    (folder / "docbuild.toml").write_text(VALUE)
    (folder / ".gitignore").write_text("*~\nignored/\n")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)


def documents(folder):
    """Documents that stand there now; those in folders that were renamed too."""
    names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in (".src", ".md")
             and ".docbuild" not in path.parts and path.is_file()]
    return sorted(name for name in names if name.endswith(".src") or not (folder / name).with_suffix(".src").exists())


def copy(folder, to):
    """The same tree as nobody has built it, but for git, and the outputs of what can't be built."""
    shutil.copytree(folder, to, symlinks=True, ignore=shutil.ignore_patterns(".docbuild"))
