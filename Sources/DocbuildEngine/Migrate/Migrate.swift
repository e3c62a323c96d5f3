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
/// Where something can't be read, nothing is written.
///
/// - Throws: when a path names nothing, files can't be listed or written, or it is asked to end.
package func migrate(_ session: Session, _ settings: MigrateSettings) throws -> MigrateReport {
  let pass = try ProjectPass(
    over: settings.scope, in: session, followsReaders: false, proves: true,
    threads: settings.threads)
  var report = MigrateReport()
  report.problems = pass.problems
  let lookups = try MigrationLookups(session, pass)
  report.problems += lookups.unread.problems
  for document in pass.documents where document.path.bytes.isNameOfPage {
    try session.interrupt.check()
    switch session.project.root.readFile(document.path, limit: 1 << 30) {
    // A link to a page is no page of its own.
    case .success(let file) where file.path != document.path && file.path.bytes.isNameOfPage:
      continue
    case .success(let file):
      let page = PageMigration(pass: pass.pass, document: document, text: file.bytes)
      migrate(page, lookups, &report)
    case .failure(.unreadable(let code)):
      report.problems.append(
        Diagnostic(unreadable: session.project.name(of: document.path), code))
    case .failure: continue
    }
  }
  // What can't be read may say something else of any page.
  if settings.writes, !report.problems.contains(where: { $0.id == .unreadableFile }) {
    try write(&report, session, settings)
  }
  return report
}

/// Notes what becomes of a page, or why it is left as it is.
private func migrate(
  _ migration: PageMigration, _ lookups: MigrationLookups, _ report: inout MigrateReport
) {
  let unread = UnreadFiles()
  let made = migration.made(with: lookups.lookup(for: migration.document.path, noting: unread))
  guard unread.isEmpty else {
    report.leftCount += 1
    report.problems += unread.problems
    return
  }
  switch made {
  case nil:
    // Directives may stand in it that nobody can read.
    let name = migration.pass.project.name(of: migration.document.path).text
    let source = Source(name: name, bytes: migration.text)
    guard let fault = source.fault else { return }
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
