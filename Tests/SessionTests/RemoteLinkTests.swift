import Foundation
import Testing

/// `check --allow-net`: remote links that lead nowhere any more, and nothing asked without the flag.
@Suite(.needs("curl")) struct RemoteLinkTests {
  private func server() throws -> Server {
    try Server([
      "/there": "HTTP/1.0 200 OK\r\n\r\nhello",
      "/gone": "HTTP/1.0 410 Gone\r\n\r\n",
      "HEAD /no-head": "HTTP/1.0 404 Not Found\r\n\r\n",
      "GET /no-head": "HTTP/1.0 200 OK\r\n\r\nhello",
      "/moved": "HTTP/1.0 301 Moved\r\nLocation: /nowhere\r\n\r\n",
      "/moved-well": "HTTP/1.0 301 Moved\r\nLocation: /there\r\n\r\n",
      "/file": "HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
      "/secret": "HTTP/1.0 403 Forbidden\r\n\r\n", "/down": "HTTP/1.0 503 Unavailable\r\n\r\n",
    ])
  }

  private func tree(_ server: Server, _ more: [String: String] = [:]) throws -> Folder {
    let folder = Folder(more)
    folder.write(
      "a.src",
      """
      # A

      [1](\(server.url("/there"))) [2](\(server.url("/there#part"))) [3](\(server.url("/none")))

      ![4](\(server.url("/gone"))) and [5][later], <a href="\(server.url("/moved"))">6</a>

      [7](\(server.url("/no-head"))) [8](\(server.url("/secret"))) [9](\(server.url("/down")))
      [10](http://127.0.0.1:1/) [11](mailto:a@example.org) [12](\(server.url("/moved-well")))
      [13](http://nowhere.invalid/x) [14](\(server.url("/{{ it }}"))) [15](\(server.url("/file")))

      [later]: \(server.url("/none#there"))
      <!-- \\include(x) -->

      """)
    try project("build", in: folder).expect(0)
    return folder
  }

  @Test func nothingIsAskedWithoutTheFlag() throws {
    let server = try server()
    defer { server.stop() }
    let folder = try tree(server)
    try project("check", in: folder).expect(0)
    try project("check", "--allow-url", in: folder).expect(0)
    #expect(server.connections == 0)
  }

  @Test func whatLeadsNowhereIsTold() throws {
    let server = try server()
    defer { server.stop() }
    let folder = try tree(server)
    let outcome = try project("check", "--allow-net", "--format", "line", in: folder)
    outcome.expect(1)
    let page = folder.text("a.src").split(separator: "\n", omittingEmptySubsequences: false)
    func problem(_ line: Int, _ url: String, _ what: String) -> String {
      let before = page[line - 1].range(of: url).map { page[line - 1][..<$0.lowerBound].utf8.count }
      return "a.src:\(line):\((before ?? -1) + 1): error: \(what) [dead-link]"
    }
    let gone = server.url("/gone")
    let moved = server.url("/moved")
    let none = server.url("/none")
    #expect(
      outcome.lines(with: "[dead-link]") == [
        problem(3, none, "'\(none)' answers 404: there is no such page"),
        problem(5, gone, "'\(gone)' answers 410: the page is gone for good"),
        problem(5, moved, "'\(moved)' answers 404: there is no such page"),
        problem(9, "http://nowhere", "the host of 'http://nowhere.invalid/x' is unknown"),
        problem(11, none, "'\(none)#there' answers 404: there is no such page"),
      ])
    #expect(outcome.ids.count == 5)
  }

  @Test func eachAddressIsAskedOnce() throws {
    let server = try server()
    defer { server.stop() }
    let folder = try tree(
      server,
      ["b.md": "<!-- embed(x.txt) -->\n\n[x](\(server.url("/there?#1")))\n", "x.txt": "x\n"])
    _ = try project("check", "--allow-net", in: folder)
    let requests = server.requests
    #expect(requests.count { $0 == "HEAD /there" } == 2, "itself, and where /moved-well leads")
    #expect(!requests.contains("GET /there"))
    // Where HEAD is in vain, GET decides.
    #expect(requests.count { $0 == "HEAD /none" } == 1 && requests.count { $0 == "GET /none" } == 1)
    #expect(requests.count { $0 == "GET /no-head" } == 1)
    #expect(!requests.contains { $0.contains("{") || $0.contains("passwd") })
  }

  /// An address is one address, whatever curl would make of its brackets.
  @Test func bracketsAreNoGlobs() throws {
    let server = try server()
    defer { server.stop() }
    let folder = Folder([
      "a.src":
        "[x](\(server.url("/x[1-30]"))) [y](\(server.url("/y[a,b]")))\n<!-- \\include(x) -->\n"
    ])
    try project("build", in: folder).expect(0)
    try project("check", "--allow-net", in: folder).expect(1)
    #expect(
      server.requests.sorted() == [
        "GET /x[1-30]", "GET /y[a,b]", "HEAD /x[1-30]", "HEAD /y[a,b]",
      ])
  }

  @Test(arguments: [("off", 0, 0), ("warning", 0, 5)])
  func asTheConfigurationSays(_ severity: String, _ status: Int, _ count: Int) throws {
    let server = try server()
    defer { server.stop() }
    let folder = try tree(server, ["docbuild.toml": "[checks]\ndead-link = '\(severity)'\n"])
    let outcome = try project("check", "--allow-net", in: folder)
    outcome.expect(status)
    #expect(outcome.ids.count == count)
    if severity == "off" { #expect(server.connections == 0) }
  }

  @Test func aServerThatNeverAnswersIsNoProblem() throws {
    // Connects, and nobody reads.
    let made = try Server([:])
    made.stop()
    let folder = Folder(["a.src": "[x](\(made.url("/x")))\n<!-- \\include(x) -->\n"])
    try project("build", in: folder).expect(0)
    try project("check", "--allow-net", in: folder).expect(0)
  }

  @Test func withoutCurl() throws {
    let folder = Folder([
      "a.src": "[x](http://127.0.0.1:1/)\n<!-- \\include(x) -->\n",
      "b.src": "text\n<!-- \\include(x) -->\n",
    ])
    try project("build", in: folder).expect(0)
    guard let command = without("curl", docbuildCommand(["check", "--allow-net"], in: folder))
    else {
      return
    }
    let outcome = try run(command)
    outcome.expect(2)
    #expect(outcome.ids == ["tool-missing"])
    #expect(outcome.messages.contains("apt-get install curl"))
    // Where nothing is to be asked, nothing is missing.
    guard
      let other = without("curl", docbuildCommand(["check", "--allow-net", "b.src"], in: folder))
    else { return }
    try run(other).expect(0)
  }
}
