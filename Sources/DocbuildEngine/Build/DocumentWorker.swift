import CKernel
import DocbuildCore
import Glibc

/// Weaves single documents of a project and writes what is new to a waiting place; runs on any thread.
struct DocumentWorker: Sendable {
  private let project: Project
  private let options: BuildOptions
  private let workspace: Workspace?
  private let reader: SourceReader
  private let prover = Prover(threads: 1)

  /// What came of a document.
  struct Work: Sendable {
    var result: BuildResult
    /// Below the root, without the document itself.
    var inputs: [Bytes] = []
    /// Whether the document must be woven each time: it shows a git revision or a URL.
    var isVolatile = false
    /// Whether it shows the output of a document that is not as it was read.
    var isUnsettled = false
    /// The digest of the output.
    var hash: Hash?
    /// The new output and the place that it goes to.
    var waiting: (from: FilePlace, to: Bytes?)?
    /// The blocks of an in-place document, as they are written.
    var blocks: [BlockText] = []
    /// What `waiting` would replace, when that may be somebody's own.
    var replacement: Replacement?
    /// The file that `waiting` would replace, as it was when it was read; nil for none.
    var replaced: Stamp?
    /// The machine's trouble, which ends the build.
    var failure: SystemError?

    /// Of a document whose output is refused; the project's own problems say why.
    init(refused document: ProjectDocument, _ reason: String) {
      result = BuildResult(document: document, outcome: .failed, reason: reason, diagnostics: [])
    }

    /// Of what is no document after all.
    init(noDocument document: ProjectDocument, _ reason: String, _ warnings: [Diagnostic] = []) {
      result = BuildResult(
        document: document, outcome: .noDocument, reason: reason,
        diagnostics: warnings)
    }

    init(_ document: ProjectDocument, _ reason: String, _ diagnostics: [Diagnostic] = []) {
      result = BuildResult(
        document: document, outcome: diagnostics.isEmpty ? .unchanged : .failed, reason: reason,
        diagnostics: diagnostics)
    }

    /// Puts the new output into its place.
    mutating func rename(_ folders: OutputFolders) throws(SystemError) {
      guard let (from, known) = waiting else { return }
      waiting = nil
      let document = result.document
      let project = folders.project
      let to: Bytes
      switch known.map({ .success($0) }) ?? folders.place(of: document.output) {
      case .success(let path): to = path
      case .failure(let refusal):
        result.outcome = .failed
        result.diagnostics.append(.refused(document, refusal, project))
        return
      }
      let name = project.name(of: document.output).text
      let place: FilePlace
      do throws(Errno) { place = try folders.open(to) } catch {
        // Only these say that something else is there now.
        guard [EXDEV, ELOOP, ENOENT, ENOTDIR].contains(error.code) else {
          throw SystemError("cannot write to", name, error.code)
        }
        result.outcome = .failed
        let refusal = OutputPlace.Refusal(
          message:
            "the folder of the output '\(name)' was exchanged meanwhile: \(systemMessage(error.code))"
        )
        result.diagnostics.append(.refused(document, refusal, project))
        return
      }
      if let failure = from.rename(to: place) {
        guard failure.code == EXDEV else {
          throw SystemError("cannot write to", name, failure.code)
        }
        // On another file system: written a second time, beside its place.
        guard case .success(let bytes) = from.read(limit: .max - 1) else {
          throw SystemError("cannot write to", name, EIO)
        }
        try OutputFile.replace(place, withBytes: bytes, name)
      }
    }
  }

  /// - Parameter documents: all of the project, whose outputs may be sources.
  init(
    _ project: Project, _ options: BuildOptions, _ workspace: Workspace?,
    documents: DocumentTable, interrupt: Interrupt
  ) {
    self.project = project
    self.options = options
    self.workspace = workspace
    reader = SourceReader(project, documents: documents, interrupt: interrupt)
  }

  /// - Parameter written: the digest of what the log says was written there.
  func work(on document: ProjectDocument, number: Int, reason: String, written: Hash?) -> Work {
    guard !reader.interrupt.isSet else { return Work(document, reason) }
    let input: Input
    switch Input.document(document, in: project) {
    case .success(let read?): input = read
    case .success(nil): return Work(noDocument: document, reason)
    case .failure(let problem):
      return problem.diagnostic.severity == .warning
        ? Work(noDocument: document, reason, [problem.diagnostic])
        : Work(document, reason, [problem.diagnostic])
    }
    let woven = weave(input, with: reader, prover: prover)
    guard woven.isDocument else {
      return Work(
        noDocument: document, reason,
        (woven.document?.remarks ?? []).adjusted(by: project.configuration.checks ?? [:]))
    }
    guard let page = woven.document else {
      var work = Work(document, reason, woven.diagnostics)
      work.inputs = woven.dependencies.map(\.path)
      return work
    }
    var work = Work(document, reason)
    work.inputs = woven.dependencies.map(\.path)
    work.isVolatile = page.isVolatile
    work.result.diagnostics = (woven.diagnostics + page.remarks)
      .adjusted(by: project.configuration.checks ?? [:])
    if work.result.diagnostics.contains(where: { $0.severity == .error }) {
      work.result.outcome = .failed
      return work
    }
    work.hash = Hash(of: page.forEachSlice)
    if document.kind == .inPlace { work.blocks = page.ownedBlocks(in: page.bytes) }
    switch OutputPlace.find(document.output, in: project) {
    case .failure(let refusal):
      return Work(document, reason, [.refused(document, refusal, project)])
    case .success(let place):
      if let existing = place.existing, existing.count == page.byteCount,
        Hash(existing) == work.hash
      {
        return work
      }
      if document.kind == .inPlace, place.existing != input.template.source.bytes {
        return Work(document, reason, [.changedMeanwhile(document, project)])
      }
      if let existing = place.existing, let path = place.path?.below(project.root.path),
        !options.force, written.map({ $0 != Hash(existing) }) ?? true
      {
        work.replacement = Replacement(of: existing, at: path, by: page, document.kind)
      }
      work.replaced = place.stamp
      work.result.outcome = .written
      guard let workspace else { return work }
      do {
        let name = project.name(of: document.output).text
        let from = try workspace.write(page, number: number, mode: place.mode, named: name)
        work.waiting = (from, place.path)
      } catch let error as SystemError {
        work.failure = error
      } catch {
        preconditionFailure("writing throws system errors only")
      }
      return work
    }
  }
}

extension Diagnostic {
  /// That the output of a document can't be written where it would be.
  static func refused(
    _ document: ProjectDocument, _ refusal: OutputPlace.Refusal, _ project: Project
  ) -> Diagnostic {
    Diagnostic(
      refusal.id, refusal.message, at: Place(file: project.name(of: document.path).text))
  }

  /// That somebody writes to a document or its output while it is woven.
  static func changedMeanwhile(_ document: ProjectDocument, _ project: Project) -> Diagnostic {
    let output = project.name(of: document.output).text
    return Diagnostic(
      .editedOutput, "'\(output)' changed while it was being built, and is left as it is",
      at: Place(file: output),
      notes: [.init("run '\(project.command("build", document.path))' again")])
  }
}
