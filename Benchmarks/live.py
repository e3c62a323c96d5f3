"""Measures the commands that stay: `watch`, `lsp` with the article open, and `serve`; `bench.py` starts it and prints its rows."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from trees import Tree


class Live:
    def __init__(self, bench, median):
        self.bench = bench
        self.median = median

    def run(self):
        count = 1000 if self.bench.quick else 10_000
        rounds = 50 if self.bench.quick else 300
        self.bench.head(f"LIVE: {count:,} documents of 10 KB, and the article")
        folder = Tree(count).write(self.bench.work / "live")
        (folder / "live.txt").write_text("0\n")
        (folder / "live.src").write_text("<!-- include(live.txt) -->\n")
        shutil.copytree(self.bench.article, folder / "article")
        subprocess.run([self.bench.docbuild, "build", "--quiet"], cwd=folder, check=True)
        self.watch(folder, rounds)
        self.language_server(folder, rounds)
        self.pages(folder, rounds)

    def row(self, text, times, middle, late):
        times = sorted(times)
        self.bench.row(f"{text}, median ms", middle, self.median(times), digits=1)
        self.bench.row("  the same, 99 of 100", late, times[min(len(times) - 1, len(times) * 99 // 100)], digits=1)

    # From the write of a source to the page on the disk

    def watch(self, folder, rounds):
        page = folder / "live.md"
        with subprocess.Popen(
            [self.bench.docbuild, "watch"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as watch:
            try:
                # It is ready once it follows a change.
                for warm in range(600):
                    self.put(folder, f"warm {warm}\n")
                    time.sleep(0.1)
                    if page.read_text() == f"warm {warm}\n":
                        break
                times = []
                for number in range(rounds):
                    text = f"line {number}\n"
                    start = time.perf_counter()
                    self.put(folder, text)
                    while page.read_text() != text:
                        time.sleep(0.0005)
                        if time.perf_counter() - start > 10:
                            raise SystemExit("error: docbuild watch does not follow a change")
                    times.append((time.perf_counter() - start) * 1000)
                    time.sleep(0.01)
                # When nothing happens for a while, everything is looked at once more; then it is idle.
                time.sleep(2)
                used = cpu(watch.pid)
                time.sleep(2)
                self.row("watch: a source saved to its page on disk", times, 30, 100)
                self.bench.row("  idle, share of a processor", 0.01, (cpu(watch.pid) - used) / 2, digits=3)
                self.bench.row("  resident memory, MiB", 60, resident(watch.pid), digits=1)
            finally:
                watch.send_signal(signal.SIGTERM)

    def put(self, folder, text):
        """Saves as most editors do: under another name, renamed over the file."""
        (folder / "live.tmp~").write_text(text)
        os.replace(folder / "live.tmp~", folder / "live.txt")

    # From the save of a source to the page as a browser gets it: the event that says so, and the page that is asked for then.
    # What the browser itself takes to show it, `Tests/serve/run` measures in Chromium.

    def pages(self, folder, rounds):
        if not Path(self.bench.docbuild).with_name("docbuild-serve").exists():
            self.bench.line("  serve: docbuild-serve is not built")
            return
        started = time.perf_counter()
        with subprocess.Popen(
            [self.bench.docbuild, "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as serve:
            try:
                address = serve.stdout.readline().decode().strip().rstrip("/")
                port = int(address.rsplit(":", 1)[1])
                while b"data-page=" not in (page := get(port, "/live.md")) and time.perf_counter() - started < 60:
                    time.sleep(0.005)
                if b"data-page=" not in page:
                    raise SystemExit("error: docbuild serve shows no page")
                first = (time.perf_counter() - started) * 1000
                # All pages are looked at before anything is measured.
                while b"still reading" in get(port, "/"):
                    time.sleep(0.1)
                events = Events(port)
                times = []
                for number in range(rounds):
                    text = f"shown {number}"
                    start = time.perf_counter()
                    self.put(folder, text + "\n")
                    while True:
                        events.wait("page", "live.md")
                        if text.encode() in get(port, "/live.md"):
                            break
                    times.append((time.perf_counter() - start) * 1000)
                    time.sleep(0.01)
                self.row("serve: a source saved to its page at the browser", times, 100, None)
                self.bench.row("  from its start to the first page, ms", None, first, digits=0)
                self.bench.row("  resident memory of docbuild, MiB", None, resident(serve.pid), digits=1)
                self.bench.row("  of docbuild-serve", None, sum(resident(pid) for pid in children(serve.pid)), digits=1)
            finally:
                serve.send_signal(signal.SIGTERM)

    # From a keystroke to the answer

    def language_server(self, folder, rounds):
        path = folder / "article" / "etcd-cluster.src"
        text = path.read_text()
        lines = text.split("\n")
        directive = next(n for n, line in enumerate(lines) if line.startswith("<!-- include("))
        typed = lines[directive].index("(") + 4
        uri = path.as_uri()
        client = Client([self.bench.docbuild, "lsp"], folder)
        try:
            client.ask("initialize", {
                "processId": os.getpid(), "rootUri": folder.as_uri(),
                "capabilities": {"textDocument": {"diagnostic": {}}},
            })
            client.tell("initialized", {})
            client.tell("textDocument/didOpen", {
                "textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
            })
            found = {"diagnostics after a keystroke": [], "completion": [], "hover": []}
            place = {"textDocument": {"uri": uri}}
            client.ask("textDocument/diagnostic", place)
            time.sleep(1 if self.bench.quick else 5)
            for number in range(rounds):
                at = {"line": directive + 2 if number % 2 else 2, "character": 0}
                started = time.perf_counter()
                client.tell("textDocument/didChange", {
                    "textDocument": {"uri": uri, "version": number + 2},
                    "contentChanges": [{"range": {"start": at, "end": at}, "text": "x"}],
                })
                client.ask("textDocument/diagnostic", place)
                found["diagnostics after a keystroke"].append((time.perf_counter() - started) * 1000)
                for name, column in (("completion", typed), ("hover", typed)):
                    started = time.perf_counter()
                    client.ask(f"textDocument/{name}", {**place, "position": {"line": directive, "character": column}})
                    found[name].append((time.perf_counter() - started) * 1000)
            for name, times in found.items():
                self.row(f"lsp: {name}", times, 25 if name.startswith("diag") else 15, 80)
            self.bench.row("  resident memory, MiB", None, resident(client.process.pid), digits=1)
            client.ask("shutdown", None)
            client.tell("exit", None)
            client.process.wait(10)
        finally:
            client.process.kill()


class Client:
    """Speaks LSP over pipes, one request at a time."""

    def __init__(self, words, folder):
        self.process = subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0

    def tell(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method, params):
        self.number += 1
        self.tell(method, params, self.number)
        while True:
            answer = self.read()
            if answer.get("id") == self.number and "method" not in answer:
                if "error" in answer:
                    raise SystemExit(f"error: {method}: {answer['error']}")
                return answer["result"]

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))


def get(port, path):
    """A page, over a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        got = b""
        while (more := connection.recv(1 << 16)):
            got += more
        return got


class Events:
    """What a browser is told of pages that have changed."""

    def __init__(self, port):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(f"GET /_docbuild/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self.lines = connection.makefile("r", encoding="utf-8")

    def wait(self, event, path):
        name = ""
        while (line := self.lines.readline()):
            if line.startswith("event: "):
                name = line[7:].strip()
            elif line.startswith("data: ") and name == event and line[6:].split()[0] == path:
                return
        raise SystemExit("error: docbuild serve has ended the stream of events")


def children(process):
    """The processes that a process has started, by their numbers."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in listed.split()]


def cpu(process):
    """The seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process):
    """In MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
