import DocbuildCore
import Foundation
import Glibc
import Testing

@testable import DocbuildEngine
@testable import DocbuildLanguageServer
@testable import DocbuildReport

/// A client in the same process, and a folder for it to work in.
final class Client {
  let folder: URL
  let server: LanguageServer
  let queue: MessageQueue
  let interrupt = Interrupt()
  /// Without what was taken already.
  private let box = Box()
  private var lastID = 0

  private final class Box { var sent: [JSONTree] = [] }

  /// - Parameter capabilities: what the client can do, in JSON.
  init(
    _ texts: [String: String] = [:], capabilities: String = "{}", initialises: Bool = true,
    runsBlocks: Bool = false
  ) throws {
    let made = FileManager.default.temporaryDirectory.appending(
      path: "docbuild-lsp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    let real = AbsolutePath(trusted: Bytes(made.path.utf8)).real?.text ?? made.path
    folder = URL(filePath: real)
    let environment = Environment(
      ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
      folder: AbsolutePath(trusted: Bytes(real.utf8)))
    var setting = ServerSetting(
      environment: environment, clock: WallClock { 0 }, interrupt: interrupt)
    if runsBlocks {
      setting.supervisor = SupervisorProgram(
        path: Client.program, words: ["docbuild", "--docbuild-supervisor"])
    }
    setting.manual = "https://example.org"
    queue = MessageQueue(interrupt)
    server = LanguageServer(setting) { [box] message in
      // What is written is JSON, whatever it holds.
      guard let tree = JSONTree(message.compact) else {
        Issue.record("\(message)")
        return
      }
      box.sent.append(tree)
    }
    write("docbuild.toml", "")
    for (path, text) in texts { write(path, text) }
    guard initialises else { return }
    _ = request("initialize", #"{"rootUri": "\#(uri(""))", "capabilities": \#(capabilities)}"#)
    notify("initialized", "{}")
  }

  /// The program beside these tests.
  private static let program: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
    let folders = [
      URL(fileURLWithPath: own).deletingLastPathComponent(), Bundle.main.bundleURL,
      Bundle.main.bundleURL.deletingLastPathComponent(),
    ]
    return folders.map { $0.appendingPathComponent("docbuild").path }.first {
      access($0, X_OK) == 0
    } ?? ""
  }()

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ path: String, _ text: String) {
    let file = folder.appending(path: path)
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(text.utf8).write(to: file)
  }

  func remove(_ path: String) {
    try? FileManager.default.removeItem(at: folder.appending(path: path))
  }

  func read(_ path: String) -> String? {
    try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  func uri(_ path: String) -> String {
    FileURI.text(
      AbsolutePath(trusted: Bytes((path.isEmpty ? folder : folder.appending(path: path)).path.utf8))
    )
  }

  // MARK: messages

  /// Takes what the server has sent.
  func take() -> [JSONTree] {
    defer { box.sent = [] }
    return box.sent
  }

  func receive(_ text: String) {
    guard let message = JSONTree(Bytes(text.utf8)) else { return server.refuse() }
    server.receive(message, in: queue)
  }

  func notify(_ method: String, _ params: String) {
    receive(#"{"jsonrpc": "2.0", "method": "\#(method)", "params": \#(params)}"#)
  }

  /// The answer to a request, its `error` included.
  func answer(_ method: String, _ params: String) -> JSONTree {
    lastID += 1
    let id = lastID
    receive(#"{"jsonrpc": "2.0", "id": \#(id), "method": "\#(method)", "params": \#(params)}"#)
    guard let at = box.sent.firstIndex(where: { $0["id"] == .number(id) && $0["method"] == nil })
    else {
      Issue.record("no answer to \(method)")
      return .null
    }
    return box.sent.remove(at: at)
  }

  /// The result of a request.
  func request(_ method: String, _ params: String) -> JSONTree {
    let answer = answer(method, params)
    #expect(answer["error"] == nil, "\(answer)")
    return answer["result"] ?? .null
  }

  /// A request about a place in a file; line and column from 0.
  func request(_ method: String, _ path: String, _ line: Int, _ column: Int, _ more: String = "")
    -> JSONTree
  {
    request(
      method,
      #"{"textDocument": {"uri": "\#(uri(path))"}, "position": {"line": \#(line), "character": \#(column)}\#(more)}"#
    )
  }

  func open(_ path: String, _ text: String? = nil) {
    notify(
      "textDocument/didOpen",
      #"{"textDocument": {"uri": "\#(uri(path))", "languageId": "x", "version": 1, "text": \#(quoted(text ?? read(path) ?? ""))}}"#
    )
  }

  func change(_ path: String, _ text: String, version: Int = 2) {
    notify(
      "textDocument/didChange",
      #"{"textDocument": {"uri": "\#(uri(path))", "version": \#(version)}, "contentChanges": [{"text": \#(quoted(text))}]}"#
    )
  }

  func quoted(_ text: String) -> String { JSONValue.text(text).compact.text }

  /// Lets the server do all that can wait.
  func settle() { while server.work() {} }

  // MARK: problems

  /// The last list of problems of each file, by its path, since it was asked for last: `line:column id`, from 0.
  func problems() -> [String: [String]] {
    settle()
    var found: [String: [String]] = [:]
    for message in take() where message["method"]?.text == "textDocument/publishDiagnostics" {
      guard let uri = message["params"]?["uri"]?.text,
        let items = message["params"]?["diagnostics"]?.items
      else { continue }
      let path = String(uri.dropFirst(self.uri("").count + 1))
      found[path] = items.map { item in
        let start = item["range"]?["start"]
        return
          "\(start?["line"]?.number ?? -1):\(start?["character"]?.number ?? -1) \(item["code"]?.text ?? "")"
      }
    }
    return found
  }
}
