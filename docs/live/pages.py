"""Screenshots of docbuild serve in Chromium, light and dark; docs/live/picture calls it.

  pages.py FOLDER PICTURE.py   make serve-light.png and serve-dark.png in the folder
  pages.py same OLD NEW        exit 1 and say why, unless both show the same text
"""

import pathlib
import signal
import subprocess
import sys

TEMPLATE = """# Greetings

The program says hello, and nothing else:

<!-- include(hello.go symbol=greet fence) -->

> [!TIP]
> Call it by your own name.

How others do it is told [elsewhere](others.md).

- [x] a function
- [ ] a test
"""


def text(path):
    from PIL import Image

    return Image.open(path).text["Description"]


def same(old, new):
    import difflib

    one, other = text(old), text(new)
    if one == other:
        return 0
    print(f"{old}: does not show what docbuild serve shows now", file=sys.stderr)
    for line in difflib.unified_diff(one.split("\n"), other.split("\n"), "picture", "run", lineterm=""):
        print(line, file=sys.stderr)
    return 1


def make(folder, picture):
    from playwright.sync_api import sync_playwright

    root = folder / "greetings"
    root.mkdir()
    source = pathlib.Path(__file__).parent.parent / "five-minutes/hello.go"
    (root / "hello.go").write_text(source.read_text())
    (root / "README.src").write_text(TEMPLATE)
    (root / "docbuild.toml").write_text("")
    subprocess.run(["docbuild", "build", "--quiet"], cwd=root, check=True)
    server = subprocess.Popen(["docbuild", "serve", "--port", "0"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = server.stdout.readline().strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            for scheme in ["light", "dark"]:
                context = browser.new_context(viewport={"width": 960, "height": 760}, color_scheme=scheme)
                page = context.new_page()
                for _ in range(50):
                    page.goto(address + "README.md")
                    if page.locator(".problem").count():
                        break
                    page.wait_for_timeout(100)
                page.wait_for_selector(".live:text('live')")
                # Where its lines come from is shown to whoever points at a block.
                page.locator("article pre").first.hover()
                page.wait_for_timeout(300)
                path = folder / f"serve-{scheme}.png"
                page.screenshot(path=str(path))
                (folder / "page.txt").write_text(page.inner_text("body").rstrip() + "\n")
                subprocess.run([sys.executable, picture, "png", str(folder / "page.txt"), str(path)], check=True)
            browser.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


if __name__ == "__main__":
    if sys.argv[1] == "same":
        sys.exit(same(sys.argv[2], sys.argv[3]))
    make(pathlib.Path(sys.argv[1]), sys.argv[2])
