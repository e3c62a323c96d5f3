"""docbuild serve as the tests start it and talk to it, byte by byte where browsers are too polite."""

import pathlib
import signal
import socket
import subprocess
import time


def is_alive(pid):
    """Whether a process runs; one that has ended and that nobody has asked for yet does not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def heed_signals():
    """What a shell's job in the background ignores, as whoever runs the tests may be, the program must not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Server:
    def __init__(self, program, root, *options, env=None):
        self.process = subprocess.Popen(
            [program, "serve", *([] if "--port" in options else ["--port", "0"]), *options], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=env, preexec_fn=heed_signals)
        self.address = self.process.stdout.readline().strip().rstrip("/")
        if not self.address:
            raise SystemExit("serve did not start: " + self.process.stderr.read())
        self.port = int(self.address.rsplit(":", 1)[1])
        for _ in range(500):
            if b"still reading" not in self.get("/"):
                break
            time.sleep(0.02)

    def child(self):
        found = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid=,comm="], capture_output=True, text=True).stdout
        return next(int(line.split()[0]) for line in found.splitlines() if "docbuild-serve" in line)

    def talk(self, data, wait=5.0):
        """Sends bytes on a connection of its own; all that comes until it is closed or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(data)
            got = b""
            try:
                while True:
                    more = connection.recv(65536)
                    if not more:
                        break
                    got += more
            except (TimeoutError, ConnectionResetError):
                pass
            return got

    def get(self, path, host=None, more="", method="GET"):
        host = host or f"127.0.0.1:{self.port}"
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"
        return self.talk(head.encode("latin-1"))

    def status(self, path, **rest):
        answer = self.get(path, **rest)
        return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0

    def follow(self):
        """A connection that follows events."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        connection.sendall(f"GET /_docbuild/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        connection.recv(4096)
        return connection

    def resident(self, pid):
        """In KiB."""
        text = pathlib.Path(f"/proc/{pid}/status").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS"))

    def end(self, number=signal.SIGTERM):
        """Ends it; how long that took, in seconds, and whether the server of pages is gone too."""
        child = self.child()
        begin = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=10)
        took = time.monotonic() - begin
        for _ in range(100):
            if not is_alive(child):
                return took, True
            time.sleep(0.01)
        return took, False
