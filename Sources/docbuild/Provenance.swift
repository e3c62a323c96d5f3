import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// What pages were made from, as an in-toto statement that others sign and hold against.
enum Provenance {
  /// The statement as JSON.
  static func statement(_ record: ProjectRecord, _ verdicts: KnownVerdicts) -> Bytes {
    let subjects = record.pages.map { page in
      JSONValue.object([
        "name": .text(page.output.path), "digest": .object(["sha256": .text(page.output.digest)]),
      ])
    }
    let statement = JSONValue.object([
      "_type": .text(KeptRecord.statementType),
      "subject": .list(subjects),
      "predicateType": .text(KeptRecord.predicateType),
      "predicate": .object([
        "docbuild": .text(docbuildVersion), "commit": record.commit.map { JSONValue.text($0) },
        "values": .object(record.values.mapValues { JSONValue?.some(.text($0)) }),
        "pages": .list(record.pages.map { page($0, verdicts) }),
      ]),
    ])
    return Bytes(statement.text.utf8)
  }

  private static func page(_ page: ProjectRecord.Page, _ verdicts: KnownVerdicts) -> JSONValue {
    let tests = verdicts.pages[page.output.path] ?? []
    return .object([
      "page": .text(page.output.path), "sha256": .text(page.output.digest),
      "template": .text(page.template.path),
      "templateBlob": page.template.blob.map { JSONValue.text($0) },
      "blocks": .list(page.blocks.map { block($0, verdicts) }),
      "tests": tests.isEmpty ? nil : .list(tests.map(test)),
    ])
  }

  /// A block that is tested as it stands on the page.
  private static func test(_ block: KnownVerdicts.Block) -> JSONValue {
    .object([
      "line": .number(block.line),
      "transcript": block.transcript.map { .text($0.text) },
      "tools": block.tools.isEmpty ? nil : tools(block.tools),
    ])
  }

  private static func tools(_ verdicts: [KnownVerdicts.ToolVerdict]) -> JSONValue {
    .object(
      Dictionary(verdicts.map { ($0.tool, JSONValue?.some(.text($0.verdict.text))) }) { a, _ in a })
  }

  private static func block(_ block: ProjectRecord.Block, _ verdicts: KnownVerdicts) -> JSONValue {
    // What a revision said is not what tools have looked at.
    let source = block.origin.revision == nil ? block.origin.source : nil
    var members = origin(block.origin)
    members["line"] = .number(block.line)
    members["lines"] = block.lines.isEmpty ? nil : .text(block.lines)
    members["options"] = block.options.isEmpty ? nil : .text(block.options)
    members["sha256"] = .text(block.digest)
    members["other"] = block.other.map { .object(origin($0)) }
    members["tools"] = source.flatMap { verdicts.sources[$0] }.map { tools($0) }
    return .object(members)
  }

  private static func origin(_ origin: ProjectRecord.Origin) -> [String: JSONValue?] {
    [
      "source": origin.source, "blob": origin.blob, "revision": origin.revision,
      "commit": origin.commit,
    ].mapValues { $0.map { .text($0) } }
  }

  /// The place for a record.
  ///
  /// - Throws: where nothing is written, or where there is anything but a record that docbuild wrote.
  static func output(at path: Bytes, in project: Project) throws -> NamedOutput {
    let output = try NamedOutput(path, in: project)
    if try output.holdsForeign(limit: sizeLimit, isOwn: { KeptRecord(statement: $0) != nil }) {
      throw DiagnosticError(
        diagnostic: Diagnostic(
          .refusedOutput,
          "the output '\(path.text)' is refused: what is there is not a record that docbuild wrote",
          at: Place(file: path.text),
          notes: [.init("name a file that is not there, or a record that may be replaced")]))
    }
    return output
  }

  /// In bytes.
  private static let sizeLimit = 1 << 28

  /// Writes the record of what a build has made; returns what is wrong.
  ///
  /// - Throws: when it can't be written.
  static func write(
    to path: Bytes, of project: Project, _ scope: Scope, threads: Int, _ run: ProjectRun
  ) throws -> [Diagnostic] {
    let output: NamedOutput
    do {
      // Once more, since the build may have made a page there.
      output = try Provenance.output(at: path, in: project)
    } catch let problem as DiagnosticError {
      return [problem.diagnostic]
    }
    let (record, verdicts) = try run.work(on: project) { session, _ in
      try made(in: session, scope, threads: threads)
    }
    let errors = record.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { return errors }
    try output.write(statement(record, verdicts))
    return []
  }

  /// What the pages are made from now, and what is known of the tests on them.
  private static func made(
    in session: Session, _ scope: Scope, threads: Int
  ) throws -> (ProjectRecord, KnownVerdicts) {
    let record = try ProjectRecord.make(in: session, scope, threads: threads)
    // Just the documents that were made: without paths, a scope would be the whole project.
    var tested = scope
    if !scope.paths.isEmpty {
      tested.paths = record.pages.compactMap { RootPath(folding: Bytes($0.template.path.utf8)) }
    }
    guard !record.pages.isEmpty else { return (record, KnownVerdicts()) }
    return (record, try KnownVerdicts.find(in: session, tested, threads: threads))
  }

  /// What a project has to do with a record.
  struct Comparison {
    /// How it differs.
    var diagnostics: [Diagnostic]
    /// By pages; nil where the record can't be held against any.
    var differences: RecordDifferences?
    /// What the record says of tests; nil for nothing.
    var verdicts: String?
  }

  /// How the project differs from the record at `path`, as the user wrote it.
  ///
  /// - Throws: when it can't be read.
  static func comparison(
    with path: Bytes, in project: Project, _ scope: Scope, threads: Int, _ run: ProjectRun
  ) throws -> Comparison {
    let bytes = try Input.bytes(ofFile: path, limit: sizeLimit, environment: .process)
    func problem(_ text: String, _ notes: [Diagnostic.Note] = []) -> Diagnostic {
      Diagnostic(.recordMismatch, text, at: Place(file: path.text), notes: notes)
    }
    guard let kept = KeptRecord(statement: bytes) else {
      return Comparison(diagnostics: [
        problem(
          "'\(path.text)' is not a record that docbuild wrote",
          [.init("'docbuild build --provenance FILE' writes one")])
      ])
    }
    if let why = kept.contradiction {
      return Comparison(diagnostics: [problem("'\(path.text)' contradicts itself: \(why)")])
    }
    let (record, verdicts) = try run.work(on: project) { session, _ in
      try made(in: session, scope, threads: threads)
    }
    guard let now = KeptRecord(statement: statement(record, verdicts)) else {
      preconditionFailure("a record is read as it is written")
    }
    let differences = RecordDifferences(from: kept, to: now, in: project, scope)
    let values = kept.differingValues(from: now).map { [problem($0)] } ?? []
    let tests = kept.tests
    return Comparison(
      diagnostics: differences.diagnostics + values, differences: differences,
      verdicts: tests.all == 0
        ? nil : "of \(counted(tests.all, "test")) in the record, \(tests.passed) had passed")
  }
}

extension KnownVerdicts.Verdict {
  /// As a record says it.
  fileprivate var text: String {
    switch self {
    case .passed: "passed"
    case .notTested: "not tested"
    case .skipped(let why): "skipped: \(why)"
    }
  }
}
