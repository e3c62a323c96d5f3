"""Draws cluster.svg and flash-card.svg from what the article says, so that they can't differ from it.

  draw.py ARTICLE.src FOLDER      write both drawings into FOLDER

The facts come out of the article's template: its list of hardware, its image, and the partitions
that its session with fdisk shows. Letters are large enough for a page that is 400 pixels wide.
"""

import re
import sys
from html import escape

MONO = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
SANS = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
INK, GREY, BLUE, RED, GREEN = "#1d2733", "#4a5563", "#2367a8", "#c0392b", "#2f7d4f"


def one(pattern, text, what):
    found = re.search(pattern, text, re.M)
    if not found:
        sys.exit(f"draw.py: the article does not say {what} any more")
    return found.groups()


def facts(text):
    """What the drawings show, each fact from its one place in the article."""
    boards, model = one(r"^- (\d+) × (Raspberry Pi .*?) Model B:", text, "which boards there are")
    (card,) = one(r"^- \d+ × microSD card, (\d+ GB)$", text, "how large the cards are")
    (ports,) = one(r"^- a (\d+)-port Ethernet switch$", text, "how many ports the switch has")
    (image,) = one(r"^laptop\$ image=(\S+)$", text, "which image is fetched")
    device, block = one(r"sudo dd of=(\S+) bs=(\d+)M", text, "how the image is written")
    (names,) = one(r"^In a file manager they go by the names (.*)\.$", text,
                   "what the partitions are called")
    rows = re.findall(r"^(/dev/\w+) +\*? +(\d+) +(\d+) +(\d+) +(\S+) +\w+ ", text, re.M)
    # The file manager's names, in the order of the alphabet, belong to these partitions.
    order = ["system-boot", "system-a", "system-b", "writable"]
    if sorted(re.findall(r"`([^`]+)`", names)) != sorted(order) or len(rows) != len(order):
        sys.exit("draw.py: the partitions and their names don't match")
    for row in rows:
        if int(row[2]) - int(row[1]) + 1 != int(row[3]):
            sys.exit(f"draw.py: the sectors of {row[0]} don't add up")
    partitions = [(row[0].rsplit("/", 1)[1], name, size(int(row[3]) * 512))
                  for row, name in zip(rows, order)]
    return {"boards": int(boards), "model": model, "card": card, "ports": int(ports),
            "image": image, "device": device, "block": f"{block} MB", "partitions": partitions}


def size(count):
    return f"{count / 2**30:.2g} GB" if count >= 2**30 else f"{count >> 20} MB"


def text(x, y, words, large=17, anchor="middle", fill=GREY, font=None, bold=False):
    style = f' font-family="{font}"' if font else ""
    style += ' font-weight="700"' if bold else ""
    return (f'<text x="{x}" y="{y}" font-size="{large}" fill="{fill}" '
            f'text-anchor="{anchor}"{style}>{escape(words)}</text>')


def box(x, y, width, height, fill="#fff", stroke=GREY, round_=8, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_}" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="2"{dashes}/>')


def line(path, colour, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="4" '
            f'stroke-linecap="round" stroke-linejoin="round"{dashes}/>')


def picture(height, title, description, parts):
    body = "\n  ".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {height}" width="600" height="{height}" role="img" aria-labelledby="title desc" font-family="{SANS}">
  <title id="title">{escape(title)}</title>
  <desc id="desc">{escape(description)}</desc>
  <rect width="600" height="{height}" rx="12" fill="#fbfbf8"/>
  {body}
</svg>
"""


def cluster(f):
    parts = [box(20, 16, 560, 44), text(300, 45, "USB power, 5 V", 19, fill=INK, bold=True)]
    step = 560 / f["boards"]
    for number in range(1, f["boards"] + 1):
        left = 20 + step * (number - 1) + 6
        middle = left + step / 2 - 6
        port = 145 + 62 * (number - 1)
        drop = 262 + 10 * abs(number - (f["boards"] + 1) // 2)
        parts += [
            line(f"M{middle} 62V96", RED),
            line(f"M{middle} 212V{drop}H{port}V306", BLUE),
            box(left, 98, step - 12, 112, GREEN, "#1f5a38"),
            text(middle, 132, f"node-{number}", 21, fill="#fff", bold=True),
            box(middle - 46, 150, 92, 44, "#28313d", "#0f151c", 4),
            text(middle, 169, "microSD", 16, fill="#fff"),
            text(middle, 187, f["card"], 16, fill="#fff"),
        ]
    parts.append(box(110, 300, 70 + 62 * (f["ports"] - 1), 86, "#3b4653", INK))
    for number in range(1, f["ports"] + 1):
        port = 145 + 62 * (number - 1)
        parts += [box(port - 20, 308, 40, 32, "#0f151c", "#9aa7b5", 3),
                  text(port, 331, str(number), 18, fill="#fff")]
    uplink = 145 + 62 * (f["ports"] - 1)
    parts += [
        text(269, 372, f"{f['ports']}-port Ethernet switch", 19, fill="#fff", bold=True),
        line(f"M{uplink} 340V346H500V438", BLUE),
        box(430, 440, 150, 62), text(505, 468, "router", 19, fill=INK, bold=True),
        text(505, 490, "addresses, names", 16),
        line("M505 504V526", BLUE), text(505, 550, "Internet", 18),
        box(210, 430, 130, 84, "#28313d", "#0f151c"), box(218, 438, 114, 68, "#eef4fb", "#eef4fb", 2),
        text(275, 478, "$ ssh …", 18, fill=INK, font=MONO), text(275, 540, "Linux laptop", 18),
        line("M342 470H428", BLUE, "2 9"), text(384, 458, "Wi-Fi", 16), text(384, 492, "or cable", 16),
        line("M208 470H176", GREY), box(92, 452, 84, 36), box(70, 457, 40, 26, "#28313d", "#0f151c", 3),
        text(110, 518, "microSD to USB", 16), text(110, 540, "adapter", 16),
        line("M20 584H56", BLUE), text(66, 590, "network cable", 17, "start"),
        line("M230 584H266", RED), text(276, 590, "power cable", 17, "start"),
        text(580, 590, f"{f['boards']} × {f['model']}", 17, "end"),
    ]
    return picture(
        606, "The cluster's hardware and how it is wired",
        f"{f['boards']} {f['model']} boards, node-1 to node-{f['boards']}, each with a {f['card']} "
        f"microSD card, a power cable and a network cable to a port of a {f['ports']}-port switch. "
        f"Port {f['ports']} leads to the router, which the laptop and the Internet are connected "
        "to. A microSD to USB adapter is plugged into the laptop.", parts)


def flash(f):
    parts = [
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="4" '
        f'markerHeight="4" orient="auto"><path d="M0 0L10 5L0 10Z" fill="{BLUE}"/></marker></defs>',
        text(300, 34, f["image"], 17, fill=INK, font=MONO),
    ]
    places = [(66, "image", "packed"), (220, "xzcat", "unpacks it"), (366, "dd", f"{f['block']} at a time"),
              (526, f["device"], "the card")]
    for x, name, below in places:
        parts += [box(x - 52, 58, 104, 54), text(x, 91, name, 18, fill=INK, font=MONO),
                  text(x, 138, below, 16)]
    for (x, *_), (other, *_) in zip(places, places[1:]):
        parts.append(f'<path d="M{x + 54} 85H{other - 56}" stroke="{BLUE}" stroke-width="4" '
                     'fill="none" marker-end="url(#tip)"/>')
    parts.append(text(300, 190, "the card afterwards", 18, fill=INK, bold=True))
    left, widths = 14, [122, 116, 116, 128]
    for (device, name, large), width, colour in zip(f["partitions"], widths, [RED, BLUE, BLUE, GREEN]):
        x = left + width / 2
        parts += [f'<rect x="{left}" y="206" width="{width}" height="66" fill="{colour}" stroke="#fff" stroke-width="2"/>',
                  text(x, 233, device, 18, fill="#fff", bold=True), text(x, 257, name, 16, fill="#fff"),
                  text(x, 297, large, 17)]
        left += width
    parts += [box(left + 1, 207, 584 - left, 64, "none", "#9aa5b1", 0, "6 5"),
              text((left + 585) / 2, 245, "free", 17)]
    shown = "; ".join(f"{d}, {n}, {s}" for d, n, s in f["partitions"])
    return picture(
        316, "A card is flashed",
        f"The packed image {f['image']} is unpacked by xzcat and written by dd, {f['block']} at a "
        f"time, to the card {f['device']}. Afterwards the card holds, one behind the other: {shown}. "
        "The rest of the card is free.", parts)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        known = facts(file.read())
    for name, drawing in (("cluster", cluster(known)), ("flash-card", flash(known))):
        with open(f"{sys.argv[2]}/{name}.svg", "w", encoding="utf-8") as file:
            file.write(drawing)
