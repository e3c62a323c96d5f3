import Foundation
import Glibc
import Testing

/// URLs: refused unless allowed, and bounded like files.
struct DownloadTests {
  private static func page(_ text: String) -> String { "HTTP/1.0 200 OK\r\n\r\n\(text)" }

  private func server() throws -> Server {
    try Server([
      "/a.go": Self.page("package a\n\nvar x = 1\n"),
      "/big": Self.page(String(repeating: "x\n", count: 1000)),
      "/away": "HTTP/1.0 302 Found\r\nLocation: /a.go\r\n\r\n",
      "/file": "HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
      "/key": Self.page("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n"),
    ])
  }

  private func weave(_ template: String, _ arguments: String...) throws -> Outcome {
    try run(docbuildCommand(arguments, in: Folder(), .bytes(Array(template.utf8))))
  }

  @Test func urlIsRefusedWithoutBeingAsked() throws {
    let server = try server()
    defer { server.stop() }
    for directive in ["include", "embed"] {
      let outcome = try weave("<!-- \(directive)(\(server.url("/a.go"))) -->\n")
      outcome.expect(fails: 1, "url-not-allowed")
      #expect(outcome.messages.contains("--allow-url"))
    }
    let folder = Folder(["x.md": "[embedmd]:# (\(server.url("/a.go")) go)\n"])
    try docbuild("weave", "x.md", in: folder).expect(fails: 1, "url-not-allowed")
    try docbuild("deps", "x.md", in: folder).expect(fails: 1, "url-not-allowed")
    try docbuild("where", "x.md:1", in: folder).expect(fails: 1, "url-not-allowed")
    #expect(server.connections == 0)
  }

  @Test(.needs("curl"))
  func urlIsFetchedWhenAllowed() throws {
    let server = try server()
    defer { server.stop() }
    try weave("<!-- include(\(server.url("/a.go")) lines=3 fence) -->\n", "--allow-url").expect(
      prints: "```go\nvar x = 1\n```\n")
    try weave("<!-- include(\(server.url("/away")) lines=1) -->\n", "--allow-url").expect(
      prints: "package a\n")
    let folder = Folder(["x.md": "[embedmd]:# (\(server.url("/a.go")) go /var/ $)\n"])
    let outcome = try docbuild("weave", "x.md", "--allow-url", in: folder)
    outcome.expect(0)
    #expect(outcome.text.contains("```go\nvar x = 1\n```\n"))
  }

  @Test(.needs("curl"))
  func eachURLIsFetchedOnce() throws {
    let server = try server()
    defer { server.stop() }
    let line = "<!-- include(\(server.url("/a.go")) lines=1) -->\n"
    try weave(String(repeating: line, count: 20), "--allow-url").expect(0)
    #expect(server.connections == 1)
  }

  /// An address is one address, whatever curl would make of its brackets and braces.
  @Test(.needs("curl"))
  func bracketsAreNoGlobs() throws {
    let server = try Server([
      "/[1-3]": Self.page("brackets\n"), "/{a,b}": Self.page("braces\n"),
    ])
    defer { server.stop() }
    try weave(
      "<!-- include(\(server.url("/[1-3]"))) -->\n<!-- include(\(server.url("/{a,b}"))) -->\n",
      "--allow-url"
    ).expect(prints: "brackets\nbraces\n")
    #expect(server.requests == ["GET /[1-3]", "GET /{a,b}"])
  }

  @Test(.needs("curl"))
  func troubles() throws {
    let server = try server()
    defer { server.stop() }
    try weave("<!-- include(\(server.url("/missing"))) -->\n", "--allow-url").expect(
      fails: 2, "url-failed")
    try weave("<!-- include(http://127.0.0.1:1/) -->\n", "--allow-url").expect(
      fails: 2, "url-failed")
    try weave(
      "<!-- include(\(server.url("/big"))) -->\n", "--allow-url", "--max-source-bytes", "1999"
    ).expect(fails: 1, "file-too-large")
    try weave(
      "<!-- include(\(server.url("/big"))) -->\n", "--allow-url", "--max-source-bytes", "2000"
    ).expect(0)
    let file = try weave("<!-- include(\(server.url("/file"))) -->\n", "--allow-url")
    file.expect(fails: 2, "url-failed")
    #expect(!file.messages.contains("root:"))
  }

  @Test func otherSchemesAreFiles() throws {
    for url in ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"] {
      let outcome = try weave("<!-- include(\(url)) -->\n", "--allow-url")
      outcome.expect(1)
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func withoutCurl() throws {
    let input = Command.Input.bytes(Array("<!-- include(http://127.0.0.1:1/) -->\n".utf8))
    guard let command = without("curl", docbuildCommand(["--allow-url"], in: Folder(), input))
    else { return }
    let outcome = try run(command)
    outcome.expect(fails: 2, "tool-missing")
    #expect(outcome.messages.contains("apt-get install curl"))
  }

  @Test(.needs("curl"))
  func curlReadsNoConfigurationOfTheUser() throws {
    let server = try server()
    defer { server.stop() }
    let folder = Folder([".curlrc": "output = \"MARK\"\n"])
    var command = docbuildCommand(
      ["--allow-url"], in: folder,
      .bytes(Array("<!-- include(\(server.url("/a.go")) lines=1) -->\n".utf8)))
    command.environment["HOME"] = folder.path
    command.environment["CURL_HOME"] = folder.path
    command.environment["http_proxy"] = "http://127.0.0.1:1"
    try run(command).expect(prints: "package a\n")
  }
}
