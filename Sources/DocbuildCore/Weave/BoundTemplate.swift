/// A template together with what each of its directives names: all that weaving needs, in memory.
package final class BoundTemplate: Sendable {
  /// What a directive's target turned out to be.
  package enum Target: Sendable {
    case source(SourceFacts)
    /// The template of that index among the parts, to be woven in turn.
    case part(Int)
    /// It could not be had, for the reason given.
    indirect case failed(Diagnostic)
  }

  /// The template itself.
  package let template: Template
  /// In the order of `template.directives`.
  package let targets: [Target]

  /// A template with a target for each of its directives.
  package init(_ template: Template, targets: [Target]) {
    precondition(template.directives.count == targets.count)
    self.template = template
    self.targets = targets
  }
}

/// How large things may get.
package struct Limits: Sendable {
  /// The most bytes that one document may grow to.
  package var outputBytes = 1 << 30
  /// How deep woven parts may stand in one another.
  package var depth = 16

  /// The usual limits.
  package init() {}
}
