"""What Python-Markdown with pymdown-extensions takes for code on pages that are parted by \\x01.

Each word like w12 stands for a line: Fw12 is text of a fenced block, Cw12 of indented code.
"""
import re
import sys

import markdown
from pymdownx import superfences


def fence(source, language, class_name, options, md, **others):
    return '<pre class="fence"><code>%s</code></pre>' % source.replace("<", "&lt;")


PAGES = markdown.Markdown(
    extensions=["admonition", "pymdownx.details", "pymdownx.tabbed", "pymdownx.superfences", "def_list", "footnotes"],
    extension_configs={"pymdownx.superfences": {"custom_fences": [
        {"name": "*", "class": "x", "format": fence, "validator": superfences.highlight_validator}]}},
)

for page in sys.stdin.buffer.read().decode().split("\x01"):
    PAGES.reset()
    found = []
    for is_fence, text in re.findall(r'<pre( class="fence")?><code>(.*?)</code></pre>', PAGES.convert(page), re.S):
        found += [("F" if is_fence else "C") + word for word in re.findall(r"\bw\d+\b", text)]
    print(" ".join(sorted(found)))
