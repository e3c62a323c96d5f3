import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// What pages were made from, as an in-toto statement that others sign and hold against.
enum Provenance {
  /// The statement as JSON.
  static func statement(_ record: ProjectRecord) -> Bytes {
    let subjects = record.pages.map { page in
      JSONValue.object([
        "name": .text(page.output.path), "digest": .object(["sha256": .text(page.output.digest)]),
      ])
    }
    let statement = JSONValue.object([
      "_type": .text("https://in-toto.io/Statement/v1"),
      "subject": .list(subjects),
      "predicateType": .text(KeptRecord.predicateType),
      "predicate": .object([
        "docbuild": .text(docbuildVersion), "commit": record.commit.map { JSONValue.text($0) },
        "values": .object(record.values.mapValues { JSONValue?.some(.text($0)) }),
        "pages": .list(record.pages.map(page)),
      ]),
    ])
    return Bytes(statement.text.utf8)
  }

  private static func page(_ page: ProjectRecord.Page) -> JSONValue {
    .object([
      "page": .text(page.output.path), "sha256": .text(page.output.digest),
      "template": .text(page.template.path),
      "templateBlob": page.template.blob.map { JSONValue.text($0) },
      "blocks": .list(page.blocks.map(block)),
    ])
  }

  private static func block(_ block: ProjectRecord.Block) -> JSONValue {
    .object([
      "line": .number(block.line), "source": block.source.map { JSONValue.text($0) },
      "blob": block.blob.map { JSONValue.text($0) },
      "lines": block.lines.isEmpty ? nil : .text(block.lines),
      "options": block.options.isEmpty ? nil : .text(block.options),
      "revision": block.revision.map { JSONValue.text($0) }, "sha256": .text(block.digest),
    ])
  }

  /// Writes the record of what a build has made; returns what is wrong.
  ///
  /// - Throws: when it can't be written.
  static func write(
    to path: Bytes, of project: Project, _ scope: Scope, threads: Int, _ run: ProjectRun
  ) throws -> [Diagnostic] {
    let output: NamedOutput
    do {
      output = try NamedOutput(path, in: project)
    } catch let problem as DiagnosticError {
      return [problem.diagnostic]
    }
    let record = try run.work(on: project) { session, _ in
      try ProjectRecord.make(in: session, scope, threads: threads)
    }
    let errors = record.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { return errors }
    try output.write(statement(record))
    return []
  }

  /// How the project differs from the record at `path`, as the user wrote it.
  ///
  /// - Throws: when it can't be read.
  static func differences(
    from path: Bytes, in project: Project, _ scope: Scope, threads: Int, _ run: ProjectRun
  ) throws -> [Diagnostic] {
    let bytes = try Input.bytes(ofFile: path, limit: 1 << 28, environment: .process)
    guard let kept = KeptRecord(statement: bytes) else {
      return [
        Diagnostic(
          .recordMismatch, "'\(path.text)' is not a record that docbuild wrote",
          at: Place(file: path.text),
          notes: [.init("'docbuild build --provenance FILE' writes one")])
      ]
    }
    let record = try run.work(on: project) { session, _ in
      try ProjectRecord.make(in: session, scope, threads: threads)
    }
    return record.differences(from: kept, in: project, isWhole: scope.paths.isEmpty)
  }
}
