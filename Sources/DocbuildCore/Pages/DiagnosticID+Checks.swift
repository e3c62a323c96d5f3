extension DiagnosticID {
  /// The ids whose severity the configuration may change.
  package static let checks: [DiagnosticID] =
    [.staleOutput, .lineEnds, .orphanedOutput, .outputCase, .unusedRegion, .noEffect, .deadLink]
    + [.behindHead, .mixedRevisions]
    + [
      .pastedCode, .movedText, .inertDirective, .unwovenDirective, .foreignDirective, .frontMatter,
    ]
    + [.pageTooCostly, .patternOnPage] + PageCheck.all.map(\.id)
}
