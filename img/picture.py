"""Turns what a terminal shows into an SVG picture, and says whether two pictures show the same.

  picture.py svg TITLE FILE.svg      draw standard input, which may have colours
  picture.py png PAGE.txt FILE.png   make a screenshot small, and write the page's text into it
  picture.py same OLD NEW            exit 1 and say why, unless both show the same

What may differ from run to run is masked: see MASKS.
"""

import io
import re
import sys
import xml.etree.ElementTree as ElementTree

# By the start of a picture's name: patterns of what varies, and what takes their place.
MASKS = {
    "info-page": [
        (r"(?<=^Process id\n)\d+$", "PID"),
        (r"(?<=^Parent process id\n)\d+$", "PID"),
        (r"(?<=HeadlessChrome/)[\d.]+", "VERSION"),
    ],
    "members": [
        # The term and the number of entries, which 'leaders' has looked at before.
        (r"(?<=true, |alse, )\d+, \d+$", "TERM, ENTRIES"),
    ],
}

# As much of a screenshot may differ: names and numbers that vary, and the way of a version of the
# browser with the edges of letters.
MOST_PIXELS = 0.03

FONT = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"


def draw(title, path):
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    theme = TerminalTheme(
        (24, 28, 36), (221, 225, 232),
        [(24, 28, 36), (239, 107, 115), (142, 201, 111), (229, 192, 104),
         (97, 175, 239), (198, 120, 221), (86, 182, 194), (221, 225, 232)])
    lines = sys.stdin.read().rstrip("\n").split("\n")
    text = [Text.from_ansi(line.rstrip()) for line in lines]
    width = max(line.cell_len for line in text)
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True,
        color_system="truecolor", legacy_windows=False)
    for line in text:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    svg = console.export_svg(title=title, theme=theme, unique_id="terminal")
    # No font from the web: the reader's own monospaced one is stretched to fit.
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.S)
    svg = svg.replace("Fira Code, monospace", FONT)
    svg = svg.replace("font-family: arial;", "font-family: DejaVu Sans, Arial, sans-serif;")
    svg = re.sub(r"<!-- Generated .*?-->\s*", "", svg)
    with open(path, "w", encoding="utf-8") as file:
        file.write(svg + "\n")


def shrink(page, path):
    from PIL import Image, PngImagePlugin

    note = PngImagePlugin.PngInfo()
    with open(page, encoding="utf-8") as file:
        note.add_itxt("Description", file.read())
    image = Image.open(path).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    image.save(path, optimize=True, pnginfo=note)


def words(path):
    """The text that a picture shows, line by line."""
    if path.endswith(".png"):
        from PIL import Image

        return Image.open(path).text["Description"]
    lines = {}
    for element in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text"):
        y, x = float(element.get("y", 0)), float(element.get("x", 0))
        text = "".join(element.itertext()).replace("\u00a0", " ")
        lines.setdefault(y, []).append((x, text))
    return "\n".join(
        "".join(text for _, text in sorted(line)).rstrip() for _, line in sorted(lines.items()))


def masked(path):
    text = words(path)
    for start, masks in MASKS.items():
        if path.rsplit("/", 1)[-1].startswith(start):
            if start == "members":
                text = leaders(text)
            for pattern, instead in masks:
                text = re.sub(pattern, instead, text, flags=re.M)
    return text.strip()


def leaders(text):
    """Which of the nodes 2 to 4 leads may vary. That there is exactly one leader may not, nor that
    all have the same term and the same number of entries."""
    rows = [re.split(", *", row) for row in re.findall(r"^http.*", text, flags=re.M)]
    count = sum(row[1] == "true" for row in rows)
    same = len({tuple(row[2:]) for row in rows}) == 1
    text = re.sub(r"^(http://node-[234].*?), (?:true|false), ", r"\1, EITHER false, ", text,
                  flags=re.M)
    return f"{text}\nleaders: {count}, in step: {same}"


def compare(old, new):
    import difflib

    if "members" not in old and "info" not in old and "terminals" not in old:
        # A drawing has nothing that may vary.
        with open(old, "rb") as one, open(new, "rb") as other:
            if one.read() != other.read():
                print(f"{old}: is not what the article says", file=sys.stderr)
                return 1
        return 0
    before, after = masked(old), masked(new)
    if before != after:
        print(f"{old}: does not show what a run shows now", file=sys.stderr)
        for line in difflib.unified_diff(
                before.split("\n"), after.split("\n"), "picture", "run", lineterm=""):
            print(line, file=sys.stderr)
        return 1
    if old.endswith(".png"):
        from PIL import Image, ImageChops

        one, other = (Image.open(path).convert("L") for path in (old, new))
        if one.size != other.size:
            print(f"{old}: is {one.size}, a run gives {other.size}", file=sys.stderr)
            return 1
        difference = ImageChops.difference(one, other).point(lambda level: 255 * (level > 64))
        share = difference.histogram()[255] / (one.size[0] * one.size[1])
        if share > MOST_PIXELS:
            print(f"{old}: {share:.1%} of its pixels differ from a run's", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    sys.exit({"svg": draw, "png": shrink, "same": compare}[command](*arguments))
