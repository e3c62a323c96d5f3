"""The project that the tests of the server show: one page of everything, pages with problems, and what must not be seen."""

import base64
import pathlib
import subprocess

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

EVERYTHING = """---
title: All that a page can hold
---

# All that a page can hold

[![badge](https://badge.example/x.svg)](https://badge.example) A page with **bold**, *stressed*, ~~struck~~ and `code`, an address
https://example.org/auto, [another page](docs/other.md#second-part), a footnote[^one] and once more[^one].

> [!NOTE]
> Worth knowing.

> [!TIP]
> Of use.

> [!IMPORTANT]
> Needed.

> [!WARNING]
> Take care.

> [!CAUTION]
> It may hurt.

> An ordinary quote.

## A table

| left | middle | right |
| :--- | :----: | ----: |
| a | b | 1 |
| `code` | a longer cell of several words | 22 |

## Tasks

- [x] done
- [ ] to do

1. one
2. two
   - inside

## A picture

![a dot](img/dot.png) <img src="img/scalable.svg" alt="a square" width="40">

## Code

<!-- include(code/hello.go fence) -->

```python
print("written here, with a line that is so long that it can never fit into a narrow window " * 3)
```

<details>
<summary>More</summary>

Opened **by a click**.

</details>

<h3 align="center">A heading in HTML</h3>

Press <kbd>Ctrl</kbd>+<kbd>C</kbd>; H<sub>2</sub>O.

<script>document.title = "broken in"</script>
<img src=x onerror="document.title = 'broken in'">
<a href="javascript:document.title='broken in'">click</a>
<a href="jav&#x09;ascript:document.title='broken in'">click</a>
<div style="position:fixed" onclick="document.title='broken in'" id="docbuild-content">styled</div>

## Again

## Again

A last paragraph.[^two]

[^one]: The first note.
[^two]: The second note, with `code`.
"""

# libcmark-gfm takes a time for it that grows as its square: seconds.
COSTLY = "# Costly\n\n" + "|" * 60000 + "\n" + "|-" * 60000 + "|\n"

FILES = {
    "README.src": EVERYTHING,
    "code/hello.go": 'package main\n\nfunc main() {\n\tprintln("hello")\n}\n',
    "docs/other.md": "# Another page\n\n[back](../README.md) and [the root](/README.md)\n\n## Second part\n\nText.\n",
    "docs/broken.src": "# Broken\n\nBefore.\n\n<!-- include(../code/none.go fence) -->\n\nAfter.\n",
    "docs/stale.src": "# Stale\n\n<!-- include(../code/hello.go fence) -->\n",
    "docs/links.md": "# Links\n\nFirst.\n\nA [link](nowhere.md) that leads nowhere.\n\nLast.\n",
    "docs/long.md": "# Long\n\n" + "".join(f"## Part {n}\n\nParagraph {n}.\n\n" for n in range(200)),
    "docs/odd \"name\" <é>.md": "# Odd\n",
    "docs/measured.md": "# Measured\n\nround 0\n",
    "docs/costly.md": COSTLY,
    "docbuild.toml": "",
    "secret.txt": "not shown\n",
    ".env": "TOKEN=1\n",
    "img/unlinked.png": PIXEL,
    "img/dot.png": PIXEL,
    "img/scalable.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#888"/>'
                        '<script>parent.document.title = "broken in"</script></svg>\n',
    "docs/pictures.md": "# Pictures\n\n![key](../.env) ![out](../../outside.png) ![link](../img/link.png) ![not](../secret.txt)\n",
}


def make(folder, program):
    """Lays the project and builds its first page; what lies outside of it lies beside it."""
    root = pathlib.Path(folder) / "project"
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (root.parent / "outside.png").write_bytes(PIXEL)
    (root / "img/link.png").symlink_to("../../outside.png")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run([program, "build", "--quiet", "README.src"], cwd=root, check=True)
    return root
