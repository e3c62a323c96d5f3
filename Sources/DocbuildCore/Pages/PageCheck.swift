/// One of the things that `check` looks for on a page of Markdown. The command, the manual's table and the tests
/// read this value.
package struct PageCheck: Sendable {
  /// A page and the ids that are found on it, in order; checked by a test in a site with `guide.md` (headings Setup
  /// and Use), `main.go` (3 lines), `img/logo.png`, and `docs/` with a `README.md` (heading Docs).
  package struct Example: Sendable {
    /// A page of Markdown.
    package let page: String
    /// What must be found on it, in order; empty for a sound page.
    package let finds: [DiagnosticID]

    init(_ page: String, _ finds: DiagnosticID...) {
      self.page = page
      self.finds = finds
    }
  }

  /// What its findings are called.
  package let id: DiagnosticID
  /// A few words, lower case.
  package let name: String
  /// What it reports and what not, in sentences without a full stop at the end.
  package let summary: String
  /// What a finding is where the configuration does not say.
  package let defaultSeverity: Severities.Level
  /// Pages that show what it finds, and what it leaves alone.
  package let examples: [Example]
  let run: @Sendable (inout PageInspection) -> Void

  init(
    _ id: DiagnosticID, _ name: String, _ summary: String, default severity: Severities.Level,
    examples: [Example], run: @escaping @Sendable (inout PageInspection) -> Void
  ) {
    self.id = id
    self.name = name
    self.summary = summary
    defaultSeverity = severity
    self.examples = examples
    self.run = run
  }

  /// All checks, in the manual's order.
  package static let all: [PageCheck] = [
    .brokenLink, .brokenImage, .linkOutsideRoot, .ignoredLink, .siteLink, .emptyChapter,
    .brokenAnchor, .anchorCase, .notALink,
    .undefinedReference, .repeatedDefinition, .openFence, .mergeConflict, .largeFilePointer,
    .skippedHeading, .imageWithoutText,
    .bidiControl, .invisibleCharacter,
    // Last, since it asks what the others have found.
    .invalidCheck, .unusedIgnore,
  ]
}
