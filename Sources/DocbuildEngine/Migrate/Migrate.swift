package import DocbuildCore

/// What `docbuild migrate` is asked for.
package struct MigrateSettings: Sendable {
  /// The pages.
  package var scope = Scope()
  /// How many threads at the most.
  package var threads = 1
  /// Whether the pages are written.
  package var writes = false
  /// Whether text may be replaced that can't be had back.
  package var force = false

  /// All pages, nothing written.
  package init() {}
}

/// A page that was another tool's.
package struct MigratedPage: Sendable {
  /// The page, as the user would write it.
  package let name: String
  /// What it becomes: itself, or the template beside it.
  package let newName: String
  /// The tools whose directives it had.
  package let tools: [String]
  /// How many directives were turned into docbuild's.
  package let count: Int
  /// The page as it is.
  package let old: Bytes
  /// What it becomes; the same where something of it can't be said in docbuild's words.
  package let new: Bytes
  let path: RootPath
  let newPath: RootPath

  /// The change in the unified format.
  package var diff: Bytes {
    unifiedDiff(old: old, new: new, oldName: "a/\(name)", newName: "b/\(newName)")
  }
}

/// What `docbuild migrate` found and did.
package struct MigrateReport: Sendable {
  /// The pages that can be migrated whole, in order.
  package internal(set) var pages: [MigratedPage] = []
  /// How many pages are left as they are, since something of them can't be said in docbuild's words.
  package internal(set) var leftCount = 0
  /// What can't, and what is wrong.
  package internal(set) var problems: [Diagnostic] = []
  /// The files that were written, as the user would write them.
  package internal(set) var written: [String] = []
}

/// Turns other tools' directives into docbuild's (`docbuild migrate`). A page of which something can't be said is left as it
/// is, and so is one that would not weave.
///
/// - Throws: when a path names nothing, files can't be listed or written, or it is asked to end.
package func migrate(_ session: Session, _ settings: MigrateSettings) throws -> MigrateReport {
  let pass = try ProjectPass(
    over: settings.scope, in: session, followsReaders: false, proves: true,
    threads: settings.threads)
  var report = MigrateReport()
  report.problems = pass.problems
  let lookups = try MigrationLookups(session, pass)
  for document in pass.documents where document.path.bytes.isNameOfPage {
    try session.interrupt.check()
    let text: Bytes
    switch session.project.root.read(document.path, limit: 1 << 30) {
    case .success(let read): text = read
    case .failure(.unreadable(let code)):
      throw SystemError("cannot read", session.project.name(of: document.path).text, code)
    case .failure: continue
    }
    let migration = PageMigration(pass: pass.pass, document: document, text: text)
    switch migration.made(with: lookups.lookup(for: document.path)) {
    case nil:
      // Directives may stand in it that nobody can read.
      let source = Source(name: session.project.name(of: document.path).text, bytes: text)
      guard let fault = source.fault else { continue }
      var problem = Diagnostic.fault(fault, in: source)
      problem.severity = .warning
      report.leftCount += 1
      report.problems.append(problem)
    case .success(let page)?: report.pages.append(page)
    case .failure(let trouble)?:
      report.leftCount += 1
      report.problems += trouble.diagnostics
    }
  }
  if settings.writes { try write(&report, session, settings) }
  return report
}

/// Writes what the pages become, where nothing is lost by it.
private func write(
  _ report: inout MigrateReport, _ session: Session, _ settings: MigrateSettings
) throws {
  let project = session.project
  let held = CommittedTexts(of: project, interrupt: session.interrupt)
    .texts(at: report.pages.map(\.path))
  for (page, committed) in zip(report.pages, held) {
    try session.interrupt.check()
    let isHeld = committed.map { CommittedTexts.isSame(page.old, as: $0) } ?? false
    if !isHeld, !settings.force {
      report.problems.append(
        Diagnostic(
          .editedOutput,
          "'\(page.name)' is not what git's HEAD holds, and is left as it is",
          at: Place(file: page.name),
          notes: [.init("commit it first; '--force' replaces it all the same")]))
      continue
    }
    let slot: FileSlot
    do throws(Errno) { slot = try project.root.slot(at: page.newPath) } catch {
      throw SystemError("cannot write to", page.newName, error.code)
    }
    if try OutputFile.replace(slot, withBytes: page.new, page.newName) {
      report.written.append(page.newName)
    }
  }
}
