import CSupervisor
import DocbuildCore
import Glibc

/// How a tool looks at many codes in one run, which costs it far less than a run for each.
struct ToolBatch: Sendable {
  /// What such a run says of one code.
  enum Verdict: Sendable, Equatable {
    case findings([ToolFinding])
    /// Something is wrong, and a run on this code alone says what.
    case unsure
  }

  /// The codes that one run takes at most.
  let most: Int
  /// Whether a code can be among others.
  let takes: @Sendable (Code) -> Bool
  /// Says of each code in turn what it finds; all of them are fragments, or none is.
  let run: @Sendable (BatchRun) -> Result<[Verdict], ToolTrouble>

  init(
    most: Int = 2000, takes: @escaping @Sendable (Code) -> Bool = { _ in true },
    run: @escaping @Sendable (BatchRun) -> Result<[Verdict], ToolTrouble>
  ) {
    self.most = most
    self.takes = takes
    self.run = run
  }
}

/// A run of a tool on many codes.
struct BatchRun: Sendable {
  let codes: [Code]
  /// Starts the tool; its code is the first one.
  let tool: Invocation

  var isOfFragments: Bool { tool.code.isFragment }

  /// Runs the program on all codes as files of a fresh folder, which are named by their numbers.
  ///
  /// - Parameter arguments: from the files' names.
  func onFiles(
    ending: String, variables: [String: String] = [:], _ arguments: ([String]) -> [String]
  ) -> Result<ChildProcess.Outcome, ToolTrouble> {
    let names = codes.indices.map { "\($0)\(ending)" }
    return inFolder(zip(names, codes).map { ($0, $1.bytes) }) { folder in
      tool.start(arguments(names), folder: folder.text, variables: variables)
    }
  }

  /// Makes files in a fresh folder, which is gone behind `body`.
  func inFolder<Made>(
    _ files: [(name: String, bytes: Bytes)],
    _ body: (AbsolutePath) -> Result<Made, ToolTrouble>
  ) -> Result<Made, ToolTrouble> {
    do throws(SystemError) {
      let folder = try CodeFolder(files, in: tool.environment)
      return withExtendedLifetime(folder) { body(folder.path) }
    } catch {
      return .failure(ToolTrouble(error.message))
    }
  }

  /// Hands all codes to a helper on its standard input, each behind a line with its length. The helper says `done` on a
  /// line of its own at the end.
  func onStream(_ arguments: [String]) -> Result<ChildProcess.Outcome, ToolTrouble> {
    var input: Bytes = []
    input.reserveCapacity(codes.reduce(0) { $0 + $1.bytes.count + 8 })
    for code in codes { input += Bytes("\(code.bytes.count)\n".utf8) + code.bytes }
    switch tool.start(arguments, input: input, folder: "/") {
    case .failure(let trouble): return .failure(trouble)
    case .success(let done):
      guard done.output.ends(with: Bytes("done\n".utf8)) else {
        return .failure(ToolTrouble(failureOf: done))
      }
      return .success(done)
    }
  }

  /// A verdict for each code from lines that begin with the code's number, `ending` and a colon.
  func verdicts(in text: String, ending: String = "") -> [ToolBatch.Verdict] {
    var found = codes.map { _ in [ToolFinding]() }
    for line in text.split(separator: "\n") {
      guard let number = Int(line.prefix { $0.isASCII && $0.isNumber }), codes.indices ~= number,
        let finding = String(line).findings(about: ["\(number)\(ending)"]).first
      else { continue }
      found[number].append(finding)
    }
    return found.map { .findings($0) }
  }
}

/// A fresh folder with files, which goes away with the value.
private final class CodeFolder {
  let path: AbsolutePath

  init(_ files: [(name: String, bytes: Bytes)], in environment: Environment) throws(SystemError) {
    let place = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(place)/docbuild-tool-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("cannot make a folder in", place) }
    let made = AbsolutePath(trusted: Bytes(template.dropLast().map { UInt8(bitPattern: $0) }))
    path = made.real ?? made
    for (name, bytes) in files { try write(bytes, to: path.joined(Bytes(name.utf8))) }
  }

  deinit { _ = path.withCString { docbuild_remove_tree($0) } }

  private func write(_ bytes: Bytes, to path: AbsolutePath) throws(SystemError) {
    let folder = path.folder
    if folder != self.path { _ = folder.withCString { mkdir($0, 0o700) } }
    switch Descriptor.open(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600) {
    case .failure(let error): throw SystemError("cannot write to", path.text, error.code)
    case .success(let file): try OutputFile.write(bytes, to: file.number, named: path.text)
    }
  }
}
