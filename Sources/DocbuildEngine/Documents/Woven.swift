package import DocbuildCore

/// What became of one document.
package struct Woven: Sendable {
  /// Nil when there are errors.
  package let document: Document?
  /// What is wrong, in order of place.
  package let diagnostics: [Diagnostic]
  /// The files that it was made from, the document itself left out.
  package let dependencies: [Dependency]
  /// What was looked for in all files of the project.
  var lookups: Set<SourceLookup.Question> = []
  /// What it shows as it was and is another today, for `check` alone: no page is wrong for that.
  var behindHead: [Diagnostic] = []
  /// The page as it was read for its proof, where that is asked for and it was.
  var page: ReadPage?
  /// Whether there is anything to weave: Markdown without a directive is not a document of docbuild's.
  package let isDocument: Bool
  /// All that is to be reported in order of place, what is only worth a word included, as it counts.
  package var problems: [Diagnostic]
}

extension Woven {
  /// Weaves a document that names nothing, for which no project is needed; nil for all others.
  package init?(plain input: Input, limits: Limits) {
    let template = input.template
    guard !template.holdsDirectives, template.diagnostics.isEmpty, template.remarks.isEmpty
    else { return nil }
    let weaving = weave(BoundTemplate(template, targets: []), parts: [], limits: limits)
    let problems = weaving.problems.inOrder()
    self.init(
      document: weaving.document, diagnostics: problems, dependencies: [],
      isDocument: template.kind == .template, problems: problems)
  }
}
