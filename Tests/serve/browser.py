"""The server in a real Chromium: what a person sees, reaches by the keyboard, and how fast a saved change is there.

usage: browser.py PROGRAM [--pictures FOLDER]
"""

import argparse
import json
import pathlib
import statistics
import tempfile
import time

from playwright.sync_api import sync_playwright

import enemy
import project
from server import Server

# Contrast as WCAG 2 has it, of each text against what is painted behind it, in the page itself.
CONTRAST = """() => {
  const number = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const s = c / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  const luminance = (c) => 0.2126 * light(c[0]) + 0.7152 * light(c[1]) + 0.0722 * light(c[2]);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const c = number(getComputedStyle(node).backgroundColor);
      if (c.length < 4 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(node);
    const [a, b] = [luminance(number(style.color)), luminance(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
    if (ratio < (isLarge ? 3 : 4.5)) found.push([ratio.toFixed(2), node.tagName, node.className, walker.currentNode.data.trim().slice(0, 30)]);
  }
  return found;
}"""


def check(condition, text):
    if not condition:
        raise SystemExit(f"browser: {text}")


def wait(page, script, text, argument=None):
    try:
        page.wait_for_function(script, arg=argument, timeout=15000)
    except Exception:
        raise SystemExit(f"browser: {text}") from None


def looks(page, server, root):
    """What is on the page of everything."""
    page.goto(server.address + "/README.md")
    page.wait_for_selector(".live:text('live')")
    article = page.locator("article")
    check(page.title() == "All that a page can hold · project", page.title())
    for selector, count in {
        ".alert": 5, ".alert.note .title:text-is('Note')": 1, "blockquote": 1, ".table table": 1, "th[align=center]": 1,
        "li.task input[disabled]": 2, "li.task input[checked]": 1, "del": 1, "section.footnotes li": 2, "sup a[href='#fn-1']": 2,
        "a[href='https://example.org/auto']": 1, "kbd": 2, "details > summary": 2, ".code.shown": 1, "span.outside": 1,
        "script": 0, "[onerror]": 0, "[onclick]": 0, "a[href^=javascript]": 0, "#again": 1, "#again-1": 1, "h3#a-heading-in-html[align=center]": 1,
        ".front-matter": 1, "pre[tabindex='0']": 3, "pre .k:text-is('package')": 1, "pre .s": 2,
    }.items():
        found = article.locator(selector).count()
        check(found == count, f"{selector}: {found}, expected {count}")
    check("[!NOTE]" not in article.inner_text(), "the word of an alert is shown")
    check("<script>document.title" in article.inner_text(), "a script is not shown as text")
    check(page.locator("#docbuild-content").count() == 1, "an author's element has the name of the page's own")
    check(page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0 || image.src.endsWith('/x'))"),
          "a picture is not shown")
    # The places where a heading's name leads.
    page.click("nav.toc a:text('Code')")
    check(page.url.endswith("#code"), page.url)
    wait(page, "() => Math.abs(document.getElementById('code').getBoundingClientRect().top) < 120", "an anchor leads elsewhere")
    page.click("article a:text('another page')")
    page.wait_for_url("**/docs/other.md#second-part")
    page.click("article a:text('back')")
    page.wait_for_url("**/README.md")
    check(page.title() != "broken in", "a script of the page was run")
    # A picture that is saved anew.
    (root / "img/dot.png").write_bytes(project.PIXEL + b"\0")
    wait(page, "() => document.querySelector('img[alt=\"a dot\"]').src.includes('?')", "a picture that has changed is not shown")
    # Where code comes from, for the mouse and for the keyboard.
    origin = page.locator(".code.shown .origin")
    check(origin.evaluate("(node) => getComputedStyle(node).opacity") == "0", "the origin is always shown")
    page.hover(".code.shown pre")
    check(origin.evaluate("(node) => getComputedStyle(node).opacity") == "1", "the origin is not shown by the mouse")
    check("code/hello.go" in origin.inner_text(), origin.inner_text())
    page.mouse.move(0, 0)
    page.focus(".code.shown pre")
    check(origin.evaluate("(node) => getComputedStyle(node).opacity") == "1", "the origin is not shown by the keyboard")


def missed(page, server, root):
    """What changes after a page has come, and before the stream of changes is open."""
    picture, other = root / "img/dot.png", root / "docs/other.md"
    text = other.read_text()

    def late(route):
        other.write_text(text + "\nSaved between.\n")
        picture.write_bytes(project.PIXEL + b"\0\0")
        time.sleep(1)
        route.continue_()

    for path, script in [
        ("/docs/other.md", "() => document.querySelector('article').textContent.includes('Saved between.')"),
        ("/README.md", "() => document.querySelector('img[alt=\"a dot\"]').src.includes('?')"),
    ]:
        page.route("**/_docbuild/events", late)
        page.goto(server.address + path)
        wait(page, script, f"what changes while {path} is loaded is not shown")
        page.unroute("**/_docbuild/events")
        other.write_text(text)
    # The picture stays the new one when text beside it changes.
    readme = root / "README.src"
    before = readme.read_text()
    readme.write_text(before.replace("a dot", "a new dot"))
    wait(page, "() => document.querySelector('img[alt=\"a new dot\"]')?.src.includes('?')", "the old picture is back")
    readme.write_text(before)
    wait(page, "() => document.querySelector('img[alt=\"a dot\"]')", "a change is not shown")


def keyboard(page, server):
    """All that can be clicked is reached by Tab, in order, and is seen to be."""
    page.goto(server.address + "/README.md")
    page.wait_for_selector(".live:text('live')")
    page.keyboard.press("Tab")
    check(page.evaluate("document.activeElement.className") == "skip", "the way past the header is not first")
    page.keyboard.press("Enter")
    check(page.evaluate("document.activeElement.id") == "docbuild-content", "the way past the header leads elsewhere")
    page.goto(server.address + "/README.md")
    wanted = page.evaluate("""[...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
        .filter((node) => node.checkVisibility()).length""")
    seen, unseen = set(), []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        found = page.evaluate("""() => { const node = document.activeElement; if (node === document.body) return null;
          const style = getComputedStyle(node);
          return [[...document.querySelectorAll('*')].indexOf(node), node.outerHTML.slice(0, 60), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1]; }""")
        if not found:
            break
        seen.add(found[0])
        if not found[2]:
            unseen.append(found[1])
    check(len(seen) >= wanted, f"{len(seen)} of {wanted} are reached by Tab")
    check(not unseen, f"not seen to be reached: {unseen}")
    page.focus("button.theme")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("Enter")
    check(page.evaluate("getComputedStyle(document.body).backgroundColor") != before, "light and dark are not exchanged")
    page.reload()
    check(page.evaluate("getComputedStyle(document.body).backgroundColor") != before, "the choice is not kept")
    page.evaluate("localStorage.clear()")


def problems(page, server, root):
    """Bars at their places, which come and go."""
    page.goto(server.address + "/docs/broken.md")
    page.wait_for_selector(".live:text('live')")
    text = page.locator("article").inner_text()
    bar = page.locator("article .problem.error")
    check(bar.count() == 1 and "none.go" in bar.inner_text(), text)
    check("docs/broken.src:5:14" in bar.inner_text(), bar.inner_text())
    check(text.index("Before.") < text.index("none.go") < text.index("After."), "the bar is at another place")
    check(page.locator(".badge.problems").count() == 1, "the page's state is another")
    check(bar.locator("button").count() == 1, "its place can't be copied")
    page.evaluate("window.stays = true")
    (root / "code/none.go").write_text("package none\n")
    wait(page, "() => !document.querySelector('.problem') && document.querySelector('.code.shown')", "a mended problem stays")
    check(page.evaluate("window.stays"), "the page was loaded anew")
    (root / "code/none.go").unlink()
    page.wait_for_selector("article .problem")
    page.goto(server.address + "/docs/links.md")
    bar = page.locator("article .problem")
    check("nowhere.md" in bar.inner_text() and "docs/links.md:5:" in bar.inner_text(), bar.inner_text())
    check(bar.evaluate("(node) => node.nextElementSibling.textContent").startswith("A link"), "the bar stands elsewhere")
    page.goto(server.address + "/")
    states = dict(page.evaluate("""[...document.querySelectorAll('.pages tbody tr')]
        .map((row) => [row.cells[0].textContent, row.cells[1].textContent])"""))
    check(states["docs/stale.md"] == "stale" and states["docs/broken.md"] == "1 problem" and states["docs/other.md"] == "clean", str(states))
    (root / "docs/fresh.md").write_text("# Fresh\n")
    wait(page, "() => document.querySelector('.pages').textContent.includes('docs/fresh.md')", "a new page is not listed")
    (root / "docs/fresh.md").unlink()
    wait(page, "() => !document.querySelector('.pages').textContent.includes('docs/fresh.md')", "a page that is gone is listed")
    # A page that is not there yet comes by itself, and one that goes is gone.
    page.goto(server.address + "/docs/later.md")
    page.wait_for_selector(".live:text('live')")
    (root / "docs/later.md").write_text("# Later\n")
    page.wait_for_selector("article h1#later")
    page.wait_for_selector(".live:text('live')")
    (root / "docs/later.md").unlink()
    page.wait_for_selector("main h1:text('No such page')")
    page.goto(server.address + "/")
    (root / "docbuild.toml").write_text("[checks]\nnonsense\n")
    page.wait_for_selector("main > .problem")
    (root / "docbuild.toml").write_text("")
    wait(page, "() => !document.querySelector('main > .problem')", "a mended configuration is not taken")
    page.goto(server.address + "/docs/none.md")
    check("No such page" in page.inner_text("main"), "what is not there is something")


def places(page, server, root):
    """What is looked at stays where it is, whatever changes around it."""
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(server.address + "/docs/long.md")
    page.wait_for_selector(".live:text('live')")
    page.evaluate("document.getElementById('part-100').scrollIntoView()")
    top = page.evaluate("document.getElementById('part-100').getBoundingClientRect().top")
    text = (root / "docs/long.md").read_text()
    for change in [text.replace("Paragraph 3.", "Paragraph three.\n\nAnd more.\n\n" * 20), text.replace("Paragraph 150.", "Paragraph X."),
                   text.replace("Paragraph 101.", "Another text."), text]:
        count = int(page.evaluate("document.documentElement.dataset.shown || '0'"))
        (root / "docs/long.md").write_text(change)
        wait(page, "(count) => Number(document.documentElement.dataset.shown || 0) > count", "a change is not shown", count)
        now = page.evaluate("document.getElementById('part-100').getBoundingClientRect().top")
        check(abs(now - top) < 2, f"what is looked at has moved by {now - top} pixels")


def speed(page, server, root):
    """From the save to the page, in milliseconds: the median and the longest of 40."""
    page.goto(server.address + "/docs/measured.md")
    page.wait_for_selector(".live:text('live')")
    path = root / "docs/measured.md"
    page.evaluate("""() => { window.seen = {}; new MutationObserver(() => {
        const found = document.querySelector('article').textContent.match(/round (\\d+)/);
        if (found && !(found[1] in window.seen)) requestAnimationFrame(() => { window.seen[found[1]] = performance.timeOrigin + performance.now(); });
      }).observe(document.querySelector('article'), { childList: true, subtree: true, characterData: true }); }""")
    times = []
    for number in range(1, 41):
        saved = time.time() * 1000
        path.write_text(f"# Measured\n\nround {number}\n")
        wait(page, "(number) => String(number) in window.seen", f"change {number} is not shown", number)
        times.append(page.evaluate(f"window.seen['{number}']") - saved)
        time.sleep(0.1)
    return statistics.median(times), max(times)


def pictures(browser, server, folder):
    """Each kind of page at three widths, light and dark: nothing is wider than the window, all can be read."""
    for scheme in ["light", "dark"]:
        for width in [320, 800, 1280]:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for name, path in [("index", "/"), ("page", "/README.md"), ("broken", "/docs/broken.md"), ("links", "/docs/links.md")]:
                page.goto(server.address + path)
                page.wait_for_selector(".live:text('live')")
                wide = page.evaluate("document.documentElement.scrollWidth")
                check(wide <= width, f"{path} is {wide} pixels wide in a window of {width}")
                weak = page.evaluate(CONTRAST)
                check(not weak, f"{path}, {scheme}: too little contrast: {weak}")
                if folder:
                    page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
            context.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--pictures")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        root = project.make(folder, program)
        server = Server(program, root)
        enemy.refused(server, root)
        enemy.strangers(server)
        enemy.confined(server)
        enemy.costly(server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page()
            faults = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            requests = []
            page.on("request", lambda request: requests.append(request.url))
            looks(page, server, root)
            missed(page, server, root)
            keyboard(page, server)
            problems(page, server, root)
            places(page, server, root)
            median, longest = speed(page, server, root)
            check(not faults, f"the script failed: {faults}")
            elsewhere = [url for url in requests if not url.startswith(server.address)]
            check(not elsewhere, f"something was asked of others: {elsewhere}")
            if arguments.pictures:
                pathlib.Path(arguments.pictures).mkdir(parents=True, exist_ok=True)
            pictures(browser, server, arguments.pictures)
            browser.close()
        enemy.bounds(server)
        enemy.options(lambda *options: Server(program, root, *options), server.port)
        memory = server.resident(server.process.pid), server.resident(server.child())
        server.end()
        ended = enemy.ending(lambda: Server(program, root))
    print(f"serve: a saved change is shown after {median:.0f} ms (the median of 40; the longest {longest:.0f});"
          f" {memory[0] / 1024:.1f} + {memory[1] / 1024:.1f} MB resident; with 5 streams open it ends in {ended * 1000:.0f} ms")


main()
