import DocbuildCore
import DocbuildEngine
import Foundation
import Glibc
import Synchronization
import Testing

@testable import DocbuildLanguageServer
@testable import DocbuildReport

/// What the server has ended with; nil as long as it runs.
private final class ExitCode: Sendable {
  let code = Mutex<Int32?>(nil)
}

/// A server at the other end of two pipes, on a thread of its own.
private final class Piped {
  let folder: URL
  private let (toServer, fromServer): (Int32, Int32)
  private let ended = ExitCode()
  private var frames = FrameReader()

  init(_ texts: [String: String]) throws {
    let made = FileManager.default.temporaryDirectory.appending(
      path: "docbuild-lsp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    folder = made
    var (requests, answers): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&requests) == 0, pipe(&answers) == 0 else {
      throw SystemError("cannot make", "pipe")
    }
    (toServer, fromServer) = (requests[1], answers[0])
    let environment = Environment(
      ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
      folder: AbsolutePath(trusted: Bytes(made.path.utf8)))
    let (input, output) = (requests[0], answers[1])
    for (path, text) in texts { write(path, text) }
    let thread = Thread { [ended] in
      let setting = ServerSetting(
        environment: environment, clock: WallClock { 0 }, interrupt: Interrupt())
      let code = serveLanguage(setting, input: input, output: output)
      close(output)
      ended.code.withLock { $0 = code }
    }
    thread.stackSize = 1 << 23
    thread.start()
  }

  deinit {
    close(fromServer)
    try? FileManager.default.removeItem(at: folder)
  }

  func write(_ path: String, _ text: String) {
    try? Data(text.utf8).write(to: folder.appending(path: path))
  }

  func uri(_ path: String) -> String {
    FileURI.text(AbsolutePath(trusted: Bytes(folder.appending(path: path).path.utf8)))
  }

  func send(raw text: String) {
    let bytes = Bytes(text.utf8)
    var at = 0
    while at < bytes.count {
      let sent = bytes[at...].withUnsafeBytes { Glibc.write(toServer, $0.baseAddress, $0.count) }
      guard sent > 0 else { return }
      at += sent
    }
  }

  func send(_ body: String) { send(raw: "Content-Length: \(body.utf8.count)\r\n\r\n\(body)") }

  /// The next message that fits; nil at the end of the stream.
  func next(_ fits: (JSONTree) -> Bool) -> JSONTree? {
    var room = Bytes(repeating: 0, count: 1 << 16)
    while true {
      while case .message(let bytes)? = frames.next() {
        if let message = JSONTree(bytes), fits(message) { return message }
      }
      let got = room.withUnsafeMutableBytes { read(fromServer, $0.baseAddress, $0.count) }
      guard got > 0 else { return nil }
      frames.add(room[..<got])
    }
  }

  /// The problems of a file when it is told of next.
  func problems(_ path: String) -> [String?]? {
    next {
      $0["method"]?.text == "textDocument/publishDiagnostics"
        && $0["params"]?["uri"]?.text == uri(path)
    }?["params"]?["diagnostics"]?.items?.map { $0["code"]?.text }
  }

  /// Closes the stream; the exit code.
  func end() -> Int32? {
    close(toServer)
    while next({ _ in false }) != nil {}
    while ended.code.withLock({ $0 == nil }) { usleep(1000) }
    return ended.code.withLock { $0 }
  }

  func start() {
    send(
      #"{"id": 1, "method": "initialize", "params": {"rootUri": "\#(uri(""))", "capabilities": {}}}"#
    )
    send(#"{"method": "initialized", "params": {}}"#)
  }

  func open(_ path: String, _ text: String) {
    let quoted = JSONValue.text(text).compact.text
    send(
      #"{"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "\#(uri(path))", "version": 1, "languageId": "x", "text": \#(quoted)}}}"#
    )
  }
}

/// The stream as a whole, from the first byte to the end of the client.
struct StreamTests {
  @Test(.timeLimit(.minutes(5))) func aLifeFromStartToExit() throws {
    let server = try Piped(["docbuild.toml": ""])
    server.start()
    #expect(server.next { $0["id"]?.number == 1 }?["result"]?["serverInfo"] != nil)
    server.open("page.md", "[x](none.md)\n")
    #expect(server.problems("page.md") == ["broken-link"])
    server.send(#"{"id": 2, "method": "shutdown"}"#)
    #expect(server.next { $0["id"]?.number == 2 }?["result"] == .null)
    server.send(#"{"method": "exit"}"#)
    #expect(server.end() == 0)
  }

  @Test(.timeLimit(.minutes(5))) func garbageIsAnsweredAndPassedOver() throws {
    let server = try Piped(["docbuild.toml": ""])
    for garbage in ["{", "[]", "\"x\"", "{\"id\": {}}", "\u{0}", ""] { server.send(garbage) }
    server.send(raw: "nonsense\r\n\r\nContent-Length: -1\r\n\r\n")
    server.start()
    let first = server.next { $0["id"] == .null }
    #expect(first?["error"]?["code"]?.number == -32700)
    #expect(server.next { $0["id"]?.number == 1 }?["result"] != nil)
    #expect(server.end() == 1)
  }

  /// A client that can't tell of files need not.
  @Test(.timeLimit(.minutes(5))) func whatChangesOnTheDiskIsSeen() throws {
    let server = try Piped(["docbuild.toml": ""])
    server.start()
    server.open("page.md", "[x](none.md)\n")
    #expect(server.problems("page.md") == ["broken-link"])
    // The folder may not be watched yet: what is done again is seen at some time.
    for number in 0..<600 {
      server.write("none.md", "# \(number)\n")
      if number == 0 { server.write("docbuild.toml", "[checks]\nbroken-link = \"error\"\n") }
      server.send(
        #"{"id": \#(number + 10), "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": "\#(server.uri("page.md"))"}}}"#
      )
      let message = server.next {
        $0["id"]?.number == number + 10
          || $0["method"]?.text == "textDocument/publishDiagnostics"
            && $0["params"]?["diagnostics"]?.items == []
      }
      if message?["method"] != nil { break }
      #expect(message != nil)
      #expect(number < 599)
      usleep(20_000)
    }
    #expect(server.end() == 1)
  }
}
