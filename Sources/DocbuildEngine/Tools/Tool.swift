import DocbuildCore
import Glibc

/// A program that checks code of some languages. `docbuild test`, its help, the manual's table and the tests read this
/// value; a tool of docbuild's own is one of `Tool.all`.
package struct Tool: Sendable {
  /// What a tool looks at beside the code that it is given, so that a result can be kept as long as that is the same.
  enum Reads: Sendable {
    case nothingElse
    /// What stands in the source's folder and below.
    case folder
    /// Any file of the project.
    case project
  }

  /// What it is called in messages and in the configuration.
  package let name: String
  /// Names in `Language.all`.
  package let languages: [String]
  /// What it finds, in a few words.
  package let finds: String
  /// How to install it.
  package let install: String
  /// The programs that can do it, the best first.
  let programs: [String]
  /// Whether code that it takes without complaint is a sound fragment of its language.
  let isParser: Bool
  let reads: @Sendable (Code) -> Reads
  /// Configuration files that such programs read in the tree, and this one is kept from reading.
  let ignores: [String]
  /// What its columns count.
  let columnUnit: Place.ColumnUnit
  /// What the configuration says that it does; empty for docbuild's own.
  let settings: String
  /// What is left out of what it finds: words of its messages, such as `DL3008`.
  var ignored: [String] = []
  /// How it looks at many codes at once; nil when that saves nothing.
  let batch: ToolBatch?
  /// Whether a finding says that the code is not what it is taken for, so that it is a sketch.
  let isSketch: @Sendable (ToolFinding, Code) -> Bool
  let run: @Sendable (Invocation) -> ToolOutcome

  init(
    _ name: String, for languages: [String], finds: String, install: String, programs: [String],
    isParser: Bool = true, ignores: [String] = [], columnUnit: Place.ColumnUnit = .bytes,
    settings: String = "",
    reads: @escaping @Sendable (Code) -> Reads = { _ in .nothingElse },
    batch: ToolBatch? = nil,
    isSketch: @escaping @Sendable (ToolFinding, Code) -> Bool = { _, _ in false },
    run: @escaping @Sendable (Invocation) -> ToolOutcome
  ) {
    self.name = name
    self.languages = languages
    self.finds = finds
    self.install = install
    self.programs = programs
    self.isParser = isParser
    self.ignores = ignores
    self.columnUnit = columnUnit
    self.settings = settings
    self.reads = reads
    self.batch = batch
    self.isSketch = isSketch
    self.run = run
  }

  /// A tool that looks at one code as it does at many.
  init(
    _ name: String, for languages: [String], finds: String, install: String, programs: [String],
    columnUnit: Place.ColumnUnit, batch: ToolBatch
  ) {
    self.init(
      name, for: languages, finds: finds, install: install, programs: programs,
      columnUnit: columnUnit, batch: batch
    ) { run in
      batch.run(BatchRun(codes: [run.code], tool: run)).flatMap { verdicts in
        guard case .findings(let found)? = verdicts.first else {
          return .failure(ToolTrouble("it does not say what is wrong"))
        }
        return .success(found)
      }
    }
  }

  /// All of docbuild's own, of a language the parser first.
  package static let all: [Tool] = [
    .gofmt, .goVet, .bash, .shellcheck, .hadolint, .python, .swift, .clang, .clangPlus, .json,
    .yaml, .node,
  ]
}

/// Code that a tool is to look at.
struct Code: Sendable {
  let language: String
  let bytes: Bytes
  /// The file that it is; nil for code that stands in a fence.
  let file: AbsolutePath?
  /// Whether it is a part of a program and not the whole of one.
  var isFragment = false

  var text: String { bytes.text }

  /// The folder to run in: the file's own, or one that holds nothing to be read by accident.
  var folder: String { file?.folder.text ?? "/" }
}

/// A tool's run.
struct Invocation: Sendable {
  /// The bytes of standard error that are kept.
  static let mostErrors = 1 << 20

  /// The program's path.
  let program: String
  let code: Code
  /// The project's root.
  let root: AbsolutePath
  /// What docbuild itself was started with.
  let environment: Environment
  let interrupt: Interrupt

  /// Runs the program, or another one, with the code on standard input if that is wanted. The environment holds nothing that
  /// could turn findings off.
  func start(
    _ arguments: [String], program other: String? = nil, input: Bytes? = nil, folder: String? = nil,
    variables: [String: String] = [:]
  ) -> Result<ChildProcess.Outcome, ToolTrouble> {
    func value(_ name: String) -> String? { environment[name] }
    var made = ["LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "NO_COLOR": "1"]
    made["PATH"] = (value("PATH") ?? "/usr/bin") + ":/usr/local/bin:/usr/bin:/bin"
    made["HOME"] =
      value("HOME") ?? getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
    made["TMPDIR"] = value("TMPDIR")
    made["XDG_CACHE_HOME"] = value("XDG_CACHE_HOME")
    made.merge(variables) { $1 }
    let name = other ?? program
    switch ChildProcess.run(
      name, arguments, environment: made, folder: folder ?? code.folder, input: input ?? [],
      limit: 16 << 20, seconds: 60, until: interrupt)
    {
    case .success(let done): return .success(done)
    case .failure(.timedOut): return .failure(ToolTrouble("it took more than 60 s"))
    case .failure(.tooMuchOutput): return .failure(ToolTrouble("it prints more than 16 MiB"))
    case .failure(.interrupted): return .failure(ToolTrouble("it was interrupted"))
    case .failure(.notStarted(let why)): return .failure(ToolTrouble("it can't be started: \(why)"))
    }
  }

  /// Runs the program and reads findings from what it prints; a failure without any is a trouble.
  func findings(
    _ arguments: [String], input: Bytes? = nil, folder: String? = nil,
    variables: [String: String] = [:],
    _ read: (ChildProcess.Outcome) -> [ToolFinding]
  ) -> ToolOutcome {
    switch start(arguments, input: input, folder: folder, variables: variables) {
    case .failure(let trouble): return .failure(trouble)
    case .success(let done):
      let found = read(done)
      if found.isEmpty, done.status != 0 { return .failure(ToolTrouble(failureOf: done)) }
      return .success(found)
    }
  }
}

typealias ToolOutcome = Result<[ToolFinding], ToolTrouble>

/// Something that a tool says of the code.
struct ToolFinding: Sendable, Equatable {
  /// From 1; 0 for the code as a whole.
  let line: Int
  /// From 1, in the tool's unit; 0 when it is not known.
  let column: Int
  let message: String
  var severity = Diagnostic.Severity.error

  /// Whether the message holds one of `words` as a whole word.
  func says(oneOf words: [String]) -> Bool {
    words.contains { word in
      let parts = Bytes(message.utf8).parts(around: Bytes(word.utf8))
      return zip(parts, parts.dropFirst()).contains { before, behind in
        !(before.last?.isWord ?? false) && !(behind.first?.isWord ?? false)
      }
    }
  }
}

/// Why a tool could not do its work.
struct ToolTrouble: Error {
  let message: String

  static let cutShort = ToolTrouble("it prints more than can be kept")

  init(_ message: String) { self.message = message }

  init(failureOf done: ChildProcess.Outcome) {
    let said = (done.errors + "\n" + done.output.text).split(separator: "\n").map(String.init)
      .first { !$0.isEmpty && !$0.hasPrefix("#") }
    message = "it ended with status \(done.status)" + (said.map { ": \($0)" } ?? "")
  }
}

extension String {
  /// Findings in the form that compilers print, `NAME:LINE:COLUMN: MESSAGE` or `NAME:LINE: MESSAGE`.
  ///
  /// - Parameter names: those that stand for the code at hand; lines about others are left out.
  func findings(about names: [String]) -> [ToolFinding] {
    split(separator: "\n").compactMap { line in
      for name in names where line.hasPrefix(name + ":") {
        var rest = line.dropFirst(name.count + 1).drop { $0 == " " }
        if rest.hasPrefix("line ") { rest = rest.dropFirst(5) }
        guard let number = rest.number else { continue }
        rest = rest.dropFirst(number.digits + 1)
        var column = 0
        if let found = rest.number, rest.dropFirst(found.digits).first == ":" {
          column = found.value
          rest = rest.dropFirst(found.digits + 1)
        }
        return ToolFinding(
          line: number.value, column: column, message: String(rest.drop { $0 == " " }))
      }
      return nil
    }
  }
}

extension Substring {
  /// The number that it begins with.
  fileprivate var number: (value: Int, digits: Int)? {
    let digits = prefix { $0.isASCII && $0.isNumber }
    return Int(digits).map { ($0, digits.count) }
  }
}
