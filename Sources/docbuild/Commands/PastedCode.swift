import DocbuildCore
import DocbuildEngine

/// The check `pasted-code`: blocks that are copies of lines of a file for certain, as `docbuild adopt` has it. Off unless the
/// configuration turns it on.
func pastedCode(_ session: Session, _ scope: Scope, threads: Int) throws -> [Diagnostic] {
  let checks = session.project.configuration.checks
  guard checks.asksFor(.pastedCode) else { return [] }
  var settings = AdoptSettings()
  settings.scope = scope
  settings.threads = threads
  let report = try adopt(session, settings)
  return checks.applied(
    to: report.blocks.compactMap { planned in
      guard case .exact(let source, let directive, _, _) = planned.verdict else { return nil }
      let page = report.pages[planned.page]
      return Diagnostic(
        .pastedCode, "this block is a copy of '\(source.name.text)'",
        at: page.place(ofLine: planned.block.openLine),
        notes: [
          .init("'docbuild adopt --write \(page.name.text)' embeds it"),
          .init("that is '\(directive)'"),
        ])
    })
}
