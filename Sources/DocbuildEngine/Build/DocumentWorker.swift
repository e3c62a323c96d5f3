import DocbuildCore
import Glibc

/// The last step of a build with a document: what is new is written to a waiting place. Runs on any thread.
struct DocumentWorker: Sendable {
  private let project: Project
  private let options: BuildOptions
  private let workspace: Workspace?
  private let table: DocumentTable
  /// The paths of documents whose output is refused; the project's own problems say why.
  private let refused: [RootPath]
  private let planner: StalenessPlanner

  /// What came of a document.
  struct Work: Sendable {
    var result: BuildResult
    /// Without the document itself.
    var inputs: [RootPath] = []
    /// Whether the document must be woven each time: it shows a git revision, a URL, or what a key or
    /// a pattern finds.
    var isVolatile = false
    /// Whether it shows the output of a document that is not as it was read.
    var isUnsettled = false
    /// The digest of the output.
    var hash: Hash?
    /// The new output and the place that it goes to.
    var waiting: (from: FileSlot, to: AbsolutePath?)?
    /// The blocks of an in-place document, as they are written.
    var blocks: [BlockText] = []
    /// What `waiting` would replace, when that may be somebody's own.
    var replacement: Replacement?
    /// The real path of an output that has CRLF where LF is written.
    var lineEnds: RootPath?
    /// The file that `waiting` would replace, as it was when it was read; nil for none.
    var replaced: Stamp?
    /// The machine's trouble, which ends the build.
    var failure: SystemError?

    init(_ document: ProjectDocument, _ outcome: BuildResult.Outcome, _ reason: String) {
      result = BuildResult(document: document, outcome: outcome, reason: reason, diagnostics: [])
    }

    /// Leaves what is there as it is.
    mutating func refuse(_ problem: Diagnostic) {
      waiting = nil
      result.outcome = .failed
      result.diagnostics = [problem]
    }

    /// Puts the new output into its place.
    mutating func rename(_ folders: OutputFolders) throws(SystemError) {
      guard let (from, known) = waiting else { return }
      waiting = nil
      let document = result.document
      let project = folders.project
      let to: AbsolutePath
      switch known.map({ .success($0) }) ?? folders.path(of: document.output) {
      case .success(let path): to = path
      case .failure(let refusal):
        result.outcome = .failed
        result.diagnostics.append(.refused(document, refusal, project))
        return
      }
      if let problem = Diagnostic(sharedTargetOf: document, to, folders.table, project) {
        result.outcome = .failed
        result.diagnostics.append(problem)
        return
      }
      let name = project.name(of: document.output).text
      let slot: FileSlot
      do throws(Errno) { slot = try folders.open(to) } catch {
        // Only these say that something else is there now.
        guard [EXDEV, ELOOP, ENOENT, ENOTDIR].contains(error.code) else {
          throw SystemError("cannot write to", name, error.code)
        }
        result.outcome = .failed
        let refusal = OutputTarget.Refusal(
          message:
            "the folder of the output '\(name)' was exchanged meanwhile: \(systemMessage(error.code))"
        )
        result.diagnostics.append(.refused(document, refusal, project))
        return
      }
      if let failure = from.rename(to: slot) {
        guard failure.code == EXDEV else {
          throw SystemError("cannot write to", name, failure.code)
        }
        // On another file system: written a second time, beside its place.
        guard case .success(let bytes) = from.read(limit: .max - 1) else {
          throw SystemError("cannot write to", name, EIO)
        }
        try OutputFile.replace(slot, withBytes: bytes, name)
      }
    }
  }

  /// - Parameters:
  ///   - workspace: nil where nothing is to be written.
  ///   - table: all documents, among which one may have the same output by another path.
  ///   - refused: the documents whose output is refused.
  init(
    _ project: Project, _ options: BuildOptions, _ workspace: Workspace?,
    among table: DocumentTable, refused: [RootPath], planner: StalenessPlanner
  ) {
    self.project = project
    self.options = options
    self.workspace = workspace
    self.table = table
    self.refused = refused
    self.planner = planner
  }

  /// The last step of a build.
  ///
  /// - Parameter reason: why the document is woven.
  func work(on turn: inout Pass.Turn, reason: String) -> Work {
    let document = turn.document
    guard let input = turn.input, let woven = turn.woven else {
      return Work(document, turn.hasErrors ? .failed : .noDocument, reason)
    }
    guard woven.isDocument else { return Work(document, .noDocument, reason) }
    var work = Work(document, .failed, reason)
    work.inputs = woven.dependencies.map(\.path)
    work.isVolatile = woven.document?.isVolatile ?? false
    guard let page = woven.document, !turn.hasErrors, !refused.contains(document.path) else {
      return work
    }
    switch OutputTarget.find(document.output, in: project) {
    case .failure(let refusal):
      turn.report(.refused(document, refusal, project))
      return Work(document, .failed, reason)
    case .success(let target):
      if let problem = Diagnostic(sharedTargetOf: document, target.path, table, project) {
        turn.report(problem)
        return Work(document, .failed, reason)
      }
      work.hash = Hash(of: page.forEachSlice)
      if document.kind == .inPlace { work.blocks = page.ownedBlocks(in: page.bytes) }
      if let existing = target.existing, existing.count >= page.byteCount {
        let isSame = existing.count == page.byteCount && Hash(existing) == work.hash
        // As git stores it, that is the same.
        if isSame || document.kind == .template && Hash(normalised(existing)) == work.hash {
          work.result.outcome = .unchanged
          return work
        }
      }
      if document.kind == .inPlace, target.existing != input.template.source.bytes {
        turn.report(.changedMeanwhile(document, project))
        return Work(document, .failed, reason)
      }
      replace(target, with: page, by: &work, number: turn.index)
      return work
    }
  }

  /// Writes the page to its waiting place.
  private func replace(
    _ target: OutputTarget, with page: Document, by work: inout Work, number: Int
  ) {
    let document = work.result.document
    if let existing = target.existing, let path = target.path?.path(below: project.root.path) {
      let text = normalised(existing)
      let mark = existing.first == 0xEF ? 3 : 0
      if document.kind == .template, text.count + mark < existing.count { work.lineEnds = path }
      let own = planner.written(document)
      if !options.force, own == nil || own != Hash(existing) && own != Hash(text) {
        work.replacement = Replacement(of: existing, at: path, by: page, document.kind)
      }
    }
    work.replaced = target.stamp
    work.result.outcome = .written
    guard let workspace else { return }
    do {
      let name = project.name(of: document.output).text
      let from = try workspace.write(page, number: number, mode: target.mode, named: name)
      work.waiting = (from, target.path)
    } catch let error as SystemError {
      work.failure = error
    } catch {
      preconditionFailure("writing throws system errors only")
    }
  }
}

extension Diagnostic {
  /// That a document's output leads by a link to what another document makes; nil where it does not.
  ///
  /// - Parameter target: the real path of the output; nil where that is not known yet.
  init?(
    sharedTargetOf document: ProjectDocument, _ target: AbsolutePath?, _ table: DocumentTable,
    _ project: Project
  ) {
    guard let file = target?.path(below: project.root.path),
      let other = table.other(than: document, makingItsTarget: file), project.makes(other)
    else { return nil }
    let output = project.name(of: document.output).text
    self.init(
      .outputCollision,
      "'\(output)' leads to '\(project.name(of: file).text)', which is made from '\(project.name(of: other.path).text)'",
      at: Place(file: project.name(of: document.path).text),
      notes: [.init("'outputs' in docbuild.toml gives one of them another name")])
  }

  /// That the output of a document can't be written where it would be.
  static func refused(
    _ document: ProjectDocument, _ refusal: OutputTarget.Refusal, _ project: Project
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
