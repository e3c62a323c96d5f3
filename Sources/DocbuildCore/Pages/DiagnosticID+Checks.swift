extension DiagnosticID {
  /// The ids whose severity the configuration may change.
  package static let checks: [DiagnosticID] =
    [.staleOutput, .orphanedOutput, .outputCase, .unusedRegion, .noEffect, .deadLink]
    + [.inertDirective, .unwovenDirective, .foreignDirective, .frontMatter]
    + [.pageTooCostly] + PageCheck.all.map(\.id)
}
