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

  /// The other sides of comparisons, by the number of the directive.
  package let others: [Int: Target]
  /// Of sources that are shown as they were, what they are today, by the number of the directive; only where that is asked
  /// for.
  package let today: [Int: Target]
  /// In the order of `template.values`.
  package let values: [BoundValue]
  /// Where sources lie, seen from the page's folder, by the number of the directive; only where that matters.
  package let paths: [Int: Bytes]
  /// How readers of the page have lines emphasised.
  package let notation: InfoNotation
  /// Where sources lie at their repository's host, by the number of the directive; only where that is asked for.
  package let addresses: [Int: SourceAddress]

  /// A template with a target for each of its directives, and a text for each of its values.
  package init(
    _ template: Template, targets: [Target], values: [BoundValue] = [], paths: [Int: Bytes] = [:],
    others: [Int: Target] = [:],
    today: [Int: Target] = [:], notation: InfoNotation = .braces,
    addresses: [Int: SourceAddress] = [:]
  ) {
    precondition(template.directives.count == targets.count)
    precondition(template.values.count == values.count)
    self.template = template
    self.targets = targets
    self.values = values
    self.paths = paths
    self.others = others
    self.today = today
    self.notation = notation
    self.addresses = addresses
  }
}

/// What a value in a sentence turned out to be.
package struct BoundValue: Sendable {
  /// Its text; nil when it could not be had.
  package let text: Bytes?
  /// Why it could not be had.
  let problem: Diagnostic?
  /// The line (from 0) of the source that it stands on; nil when it comes from elsewhere.
  package let origin: (facts: SourceFacts, line: Int)?
  /// Whether it may be another one without a file of the tree changing.
  let isVolatile: Bool

  /// A value, and where it comes from.
  package init(
    _ text: Bytes, from origin: (facts: SourceFacts, line: Int)? = nil, isVolatile: Bool = false
  ) {
    self.text = text
    self.origin = origin
    self.isVolatile = isVolatile
    problem = nil
  }

  /// The same value, written otherwise.
  package func with(text: Bytes) -> BoundValue {
    BoundValue(text, from: origin, isVolatile: isVolatile)
  }

  /// A value that could not be had.
  package init(_ problem: Diagnostic) {
    text = nil
    self.problem = problem
    origin = nil
    isVolatile = false
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
