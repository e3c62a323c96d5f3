"""What must not be had of the server, and what must not stop it."""

import os
import random
import signal
import socket
import time

from server import is_alive


def check(condition, text):
    if not condition:
        raise SystemExit(f"enemy: {text}")


def refused(server, root):
    """Nothing but pages, and the pictures that they link to."""
    for path in ["/", "/README.md", "/docs/", "/docs/other.md", "/img/dot.png", "/img/scalable.svg",
                 "/docs/odd%20%22name%22%20%3C%C3%A9%3E.md", "/README.md?x=../y", "/_docbuild/style.css"]:
        check(server.status(path) == 200, f"{path} is not shown")
    for path in ["/secret.txt", "/.env", "/.git/config", "/.git/HEAD", "/docbuild.toml", "/README.src", "/code/hello.go",
                 "/img/unlinked.png", "/img/link.png", "/img/", "/outside.png", "/etc/passwd", "/docs/none.md",
                 "/%2egit/config", "/%252e%252e/outside.png", "/docs/..%252foutside.png", "/README.md/", "/README.md%20",
                 "/readme.md", "/_docbuild/../README.md%00"]:
        check(server.status(path) in (400, 404), f"{path} is shown")
    for path in ["/../outside.png", "/docs/../../outside.png", "/%2e%2e/outside.png", "/docs/%2e%2e/README.md", "//README.md",
                 "/docs//other.md", "/..%2foutside.png", "/..%5coutside.png", "/.%2e/%2e./outside.png", "/%c0%ae%c0%ae/outside.png",
                 "/\\..\\outside.png", "/README.md%00.png", "http://127.0.0.1/README.md", "*", "README.md"]:
        answer = server.get(path)
        check(b" 400 " in answer.split(b"\r\n")[0] or b" 404 " in answer.split(b"\r\n")[0], f"{path}: {answer[:80]}")
        check(b"IHDR" not in answer and b"not shown" not in answer, f"{path} gives something away")
    # A page that links to it does not make it a picture, nor a secret shown, nor what a link leads out to.
    for path in ["/.env", "/img/link.png", "/secret.txt"]:
        check(server.status(path) == 404, f"{path} is shown because a page links to it")


def strangers(server):
    """Pages of somebody else."""
    for host in ["evil.example", f"evil.example:{server.port}", "127.0.0.1.evil.example", "192.168.0.1", "0.0.0.0", "x"]:
        for path in ["/", "/README.md", "/img/dot.png", "/_docbuild/events"]:
            check(server.status(path, host=host) == 403, f"{host} gets {path}")
    for more in ["Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
                 "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n"]:
        check(server.status("/README.md", more=more) == 403, f"{more.strip()} is answered")
    check(server.status("/", host=f"localhost:{server.port}") == 200, "localhost is not served")
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"]:
        check(server.status("/", method=method) == 405, f"{method} is served")
    head = server.get("/README.md", method="HEAD")
    check(head.endswith(b"\r\n\r\n") and b"Content-Length" in head, "HEAD has a body")
    page = server.get("/README.md").decode()
    policy = next(line for line in page.split("\r\n") if line.startswith("Content-Security-Policy"))
    check("unsafe" not in policy and "default-src 'none'" in policy and "script-src 'self'" in policy, policy)
    for header in ["X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "Cross-Origin-Resource-Policy: same-origin"]:
        check(header in page, f"{header} is missing")


def bounds(server):
    """Slow browsers, many, and those that talk nonsense: all others are served meanwhile."""
    slow = []
    for number in range(120):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        connection.sendall([b"GET / HT", b"G", b"", b"GET /README.md HTTP/1.1\r\nHost: localhost\r\nX: "][number % 4])
        slow.append(connection)
    readers = [server.follow() for _ in range(60)]
    for _ in range(50):
        check(server.status("/README.md") == 200, "slow browsers stop others")
    # More than there is room for: whoever asks for nothing makes room.
    idle = []
    for _ in range(300):
        try:
            idle.append(socket.create_connection(("127.0.0.1", server.port), timeout=1))
        except OSError:
            break
    for connection in slow + idle:
        connection.close()
    check(server.status("/README.md") == 200, "many browsers end it")
    # Those that never read what they asked for.
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        connection.sendall(b"GET /docs/long.md HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
        slow.append(connection)
    check(server.status("/README.md") == 200, "browsers that don't read stop others")
    for connection in readers + slow:
        connection.close()
    rng = random.Random(7)
    seeds = [b"GET /README.md HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /img/dot.png HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    for _ in range(300):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randrange(1, 8)):
            at = rng.randrange(len(data))
            data[at:at + rng.randrange(3)] = bytes(rng.randrange(256) for _ in range(rng.randrange(4)))
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            try:
                connection.recv(4096)
            except OSError:
                pass
    check(server.status("/README.md") == 200, "nonsense ends it")
    two = server.talk(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /README.md HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    check(two.count(b"HTTP/1.1 200 OK") == 2, "two requests at once are not answered in turn")


def options(make_server, port):
    """What is asked for by name: the network, names, pictures from elsewhere, an editor; a port that is taken."""
    server = make_server("--host", "0.0.0.0", "--allow-host", "Desk.test", "--allow-net", "--editor", "vscode")
    for host, status in [("192.168.0.5:80", 200), ("[fe80::1]", 200), ("desk.test", 200), ("localhost", 200),
                         ("evil.example", 403), ("desk.test.evil.example", 403)]:
        check(server.status("/README.md", host=host) == status, f"{host} with --host and --allow-host")
    page = server.get("/README.md").decode()
    check("img-src 'self' https: http:;" in page and '<img src="https://badge.example/x.svg" alt="badge">' in page,
          "--allow-net shows no picture from elsewhere")
    check("script-src 'self';" in page, "--allow-net lets scripts in")
    page = server.get("/docs/broken.md").decode()
    check('href="vscode://file/' in page and '/docs/broken.src:5:14"' in page, "--editor opens no editor")
    server.end()
    try:
        make_server("--port", str(port))
    except SystemExit as failure:
        check("can't listen" in str(failure) and "in use" in str(failure), str(failure))
    else:
        check(False, "a port that is taken is taken twice")


def costly(server):
    """A page that can't be read in time is not shown, and holds up others for two seconds at the most."""
    begin = time.monotonic()
    page = server.get("/docs/costly.md")
    took = time.monotonic() - begin
    check(b"it takes too long to be read" in page, f"a page that takes too long is shown after {took} s: {page[-300:]}")
    begin = time.monotonic()
    check(server.status("/README.md") == 200, "a page that takes too long ends it")
    check(b"too long" in server.get("/docs/costly.md"), "it is shown later")


def confined(server):
    """The program that answers browsers has no file open but its sockets, and can open none where the kernel sees to it."""
    child = server.child()
    opened = [os.readlink(f"/proc/{child}/fd/{name}") for name in os.listdir(f"/proc/{child}/fd")]
    check(sum(each.startswith("socket:") for each in opened) >= 2, f"sockets: {opened}")
    check(not [each for each in opened if "/project/" in each], f"files are open: {opened}")
    status = open(f"/proc/{child}/status").read()
    check("NoNewPrivs:\t1" in status, "it could gain rights")


def ending(make_server):
    """With streams open it ends at once, and takes the other program along; killed, it leaves nothing behind."""
    times = []
    for number in [signal.SIGTERM, signal.SIGINT, signal.SIGTERM]:
        server = make_server()
        streams = [server.follow() for _ in range(5)]
        took, isGone = server.end(number)
        check(took < 1 and isGone, f"the end took {took} s, the server is {'gone' if isGone else 'there'}")
        check(server.process.returncode == -number, f"exit status {server.process.returncode}")
        times.append(took)
        for stream in streams:
            stream.close()
    server = make_server()
    child = server.child()
    server.process.kill()
    server.process.wait()
    for _ in range(100):
        if not is_alive(child):
            break
        time.sleep(0.01)
    check(not is_alive(child), "killed, it leaves its server behind")
    server = make_server()
    os.kill(server.child(), signal.SIGKILL)
    server.process.wait(timeout=5)
    check(server.process.returncode == 2, f"without its server it ends with {server.process.returncode}")
    check("has ended by itself" in server.process.stderr.read(), "it does not say why it ended")
    return sorted(times)[1]
