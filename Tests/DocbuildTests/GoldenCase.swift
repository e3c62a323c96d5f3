import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// A golden case: a folder `Tests/Cases/<area>/<case>` with a document, the files that it names, and what must
/// come out.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  /// `area/case`.
  let name: String

  var testDescription: String { name }

  /// The folder that all cases are below.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Cases", directoryHint: .isDirectory)

  /// All cases, or the one that `DOCBUILD_CASE` names.
  static let all: [GoldenCase] = {
    let files = FileManager.default
    func names(_ folder: URL) -> [String] {
      ((try? files.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
    let found = names(folder).flatMap { area in
      names(folder.appending(path: area)).map { GoldenCase(name: "\(area)/\($0)") }
    }
    guard let only = ProcessInfo.processInfo.environment["DOCBUILD_CASE"] else { return found }
    return found.filter { $0.name == only }
  }()

  var folder: URL { GoldenCase.folder.appending(path: name, directoryHint: .isDirectory) }
  var isInPlace: Bool { FileManager.default.fileExists(atPath: file("document.md").path) }
  var documentName: String { isInPlace ? "document.md" : "template.src" }

  func file(_ name: String) -> URL { folder.appending(path: name) }
  func bytes(_ name: String) -> Bytes? {
    FileManager.default.contents(atPath: file(name).path).map { Bytes($0) }
  }

  /// The files that the document may name: all but the document itself and what the harness reads.
  var fixtures: Set<String> {
    let own: Set<String> = [
      "template.src", "document.md", "expected.md", "expected.diagnostics", "options",
    ]
    guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    var found: Set<String> = []
    for case let path as String in walk where !own.contains(path) {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: file(path).path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        found.insert(path)
      }
    }
    return found
  }

  /// What `options` sets, a `key=value` on each line; the case's folder is the root.
  func options() throws -> Project.Options {
    try Project.Options(
      root: folder, lines: bytes("options").map { String(decoding: $0, as: UTF8.self) } ?? "")
  }

  /// Weaves `bytes` as this case's document; without a prover when `threads` is nil.
  func weave(_ bytes: Bytes, threads: Int? = 1) async throws -> Outcome {
    try await Outcome.weave(
      bytes, named: documentName, isInPlace: isInPlace, in: folder, options: options(),
      threads: threads)
  }
}

extension Project.Options {
  /// - Parameter lines: `max-source-bytes=10` and the like, as on the command line but without dashes.
  init(root: URL, lines: String) throws {
    self.init()
    self.root = Bytes(root.path.utf8)
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      switch (parts.first, parts.count == 2 ? parts[1] : "") {
      case ("max-source-bytes", let value): maxSourceBytes = try Self.number(value)
      case ("max-output-bytes", let value): limits.outputBytes = try Self.number(value)
      case ("root", let value): self.root = Bytes(root.appending(path: value).path.utf8)
      default: throw UnknownOption(line: String(line))
      }
    }
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text) else { throw UnknownOption(line: text) }
    return number
  }

  struct UnknownOption: Error { let line: String }
}

/// What weaving a document gave, as the tests compare it.
struct Outcome: Sendable {
  let document: Document?
  let output: Bytes?
  /// As `render` writes them, paths relative to the folder.
  let diagnostics: String
  let problems: [Diagnostic]
  /// Relative to the folder.
  let dependencies: Set<String>

  /// Weaves `bytes` as the file `name` in `folder`, in process, on a thread of its own: the engine waits for the
  /// programs that it starts, and must not do so on the threads that serve them.
  static func weave(
    _ bytes: Bytes, named name: String, isInPlace: Bool = false, in folder: URL,
    options: Project.Options? = nil,
    threads: Int? = 1
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(
          with: Result {
            try weaveHere(
              bytes, named: name, isInPlace: isInPlace, in: folder, options: options,
              threads: threads)
          })
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private static func weaveHere(
    _ bytes: Bytes, named name: String, isInPlace: Bool, in folder: URL, options: Project.Options?,
    threads: Int?
  ) throws -> Outcome {
    let base = Bytes(folder.path.utf8)
    let settings = try options ?? Project.Options(root: folder, lines: "")
    let project = try Project(base: base, options: settings, environment: .process)
    let input = Input(
      name: Bytes(folder.appending(path: name).path.utf8), bytes: bytes,
      kind: isInPlace ? .inPlace : .template,
      base: base, otherBase: nil)
    let woven = Pass(project, prover: threads.map { Prover(threads: $0) }).weave(input)
    let start = folder.path.hasSuffix("/") ? folder.path : folder.path + "/"
    let current = FileManager.default.currentDirectoryPath + "/"
    let starts =
      [start] + (start.hasPrefix(current) ? [String(start.dropFirst(current.count))] : [])
    // The root, and what is named beside it, is wherever this checkout is.
    let root = String(start.dropLast())
    let above = folder.deletingLastPathComponent().path + "/"
    func relative(_ text: String) -> String {
      starts.reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
        .replacingOccurrences(of: "'\(root)'", with: "'<root>'")
        .replacingOccurrences(of: "'\(above)", with: "'../")
    }
    return Outcome(
      document: woven.document, output: woven.document?.bytes,
      diagnostics: relative(render(woven.diagnostics)),
      problems: woven.diagnostics,
      dependencies: Set(woven.dependencies.map(\.path.text)))
  }
}

/// The stable text form of `expected.diagnostics`: the `line` style, then fix-its and notes, indented.
func render(_ diagnostics: [Diagnostic]) -> String {
  func place(_ place: Place) -> String {
    place.line == 0 ? place.name : "\(place.name):\(place.line):\(place.column)"
  }
  func oneLine(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\n", with: "\\n")
      .replacingOccurrences(of: "\r", with: "\\r")
  }
  var lines: [String] = []
  for problem in diagnostics {
    lines.append(
      "\(place(problem.place)): \(problem.severity.rawValue): \(oneLine(problem.message)) [\(problem.id.rawValue)]"
    )
    if let fixIt = problem.fixIt { lines.append("  fix-it: \(oneLine(fixIt.text.text))") }
    for note in problem.notes {
      lines.append("  note\(note.place.map { " at \(place($0))" } ?? ""): \(oneLine(note.message))")
    }
  }
  return lines.map { $0 + "\n" }.joined()
}
