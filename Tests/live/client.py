"""A client of docbuild lsp over pipes, whose answers are read by a thread of their own, so that nobody waits for the other."""

import json
import os
import queue
import subprocess
import threading


class Client:
    def __init__(self, program, root, *options, capabilities=None, log=None):
        self.root = root
        self.process = subprocess.Popen(
            [program, "lsp", *options], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self.answers = queue.Queue()
        self.told = []
        self.number = 0
        self.versions = {}
        threading.Thread(target=self.listen, daemon=True).start()
        self.abilities = self.ask("initialize", {
            "processId": os.getpid(), "rootUri": root.as_uri(),
            "capabilities": capabilities or {
                "general": {"positionEncodings": ["utf-8"]}, "textDocument": {"diagnostic": {}}},
        })["capabilities"]
        self.tell("initialized", {})

    def listen(self):
        try:
            while True:
                length = 0
                while (line := self.process.stdout.readline().strip()):
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                if not length:
                    break
                message = json.loads(self.process.stdout.read(length))
                if "method" in message:
                    self.told.append(message)
                else:
                    self.answers.put(message)
        except ValueError:
            pass
        self.answers.put(None)

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params, wait=60):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            answer = self.answers.get(timeout=wait)
            if answer is None:
                raise SystemExit(f"error: docbuild lsp ended during {method}")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"error: {method}: {answer['error']}")
                return answer["result"]

    # Files, by their paths below the root

    def uri(self, path):
        return (self.root / path).as_uri()

    def open(self, path, text):
        self.versions[path] = 1
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text}})

    def change(self, path, *changes):
        """The whole text, or a range with its new text."""
        self.versions[path] += 1
        self.tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri(path), "version": self.versions[path]},
            "contentChanges": [change if isinstance(change, dict) else {"text": change} for change in changes]})

    def saved(self, path):
        self.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(path)}})

    def close(self, path):
        del self.versions[path]
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})

    def problems(self, path):
        """As file:line:column and id, of one file."""
        items = self.ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri(path)}})["items"]
        return [
            f"{path}:{item['range']['start']['line'] + 1}:{item['range']['start']['character'] + 1} {item['code']}"
            for item in items]

    def end(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(10)
