/// What weaving a template gave.
package struct Weaving: Sendable {
  /// Nil when there are errors.
  package let document: Document?
  /// In the order of the template's lines; those of a part stand where it is first included.
  package let diagnostics: [Diagnostic]
}

/// Weaves `root`: every directive is replaced by its excerpt. No input or output, and it never fails: what is
/// wrong is in the diagnostics, all of it.
///
/// - Parameter parts: the templates that `weave` directives name, by the index in `BoundTemplate.Target.part`.
package func weave(_ root: BoundTemplate, parts: [BoundTemplate], limits: Limits = Limits())
  -> Weaving
{
  var weaver = PartWeaver(parts: parts, limits: limits)
  let document = weaver.weave(root, chain: [])
  return Weaving(document: document, diagnostics: weaver.diagnostics.eachOnce())
}

/// Weaves a template and the parts below it, each part once.
private struct PartWeaver {
  let parts: [BoundTemplate]
  let limits: Limits
  var diagnostics: [Diagnostic] = []
  private var woven: [Int: Excerpt?] = [:]
  private var heights: [Int: Int] = [:]
  private var excerpts: [ExcerptKey: Excerpt] = [:]

  /// Two directives with the same options on the same source yield the same excerpt.
  private struct ExcerptKey: Hashable {
    let source: ObjectIdentifier
    let options: Bytes
  }

  init(parts: [BoundTemplate], limits: Limits) {
    self.parts = parts
    self.limits = limits
  }

  /// `chain` has the indices of the parts that are being woven, outermost first.
  mutating func weave(_ bound: BoundTemplate, chain: [Int]) -> Document? {
    let template = bound.template
    var found: [(offset: Int, problems: [Diagnostic])] = template.diagnostics.map { (-1, [$0]) }
    var excerpts: [Excerpt?] = []
    excerpts.reserveCapacity(bound.targets.count)
    var height = 0
    let isBroken = !template.diagnostics.isEmpty
    for (directive, target) in zip(template.directives, bound.targets) {
      switch excerpt(directive, target, in: template, chain: chain) {
      case .success(let made):
        excerpts.append(made)
        if case .part(let index) = target { height = max(height, 1 + (heights[index] ?? 0)) }
      case .failure(let trouble):
        excerpts.append(nil)
        found.append((directive.lineRange.lowerBound, trouble.diagnostics))
      }
    }
    guard !isBroken, !excerpts.contains(where: { $0 == nil }) else {
      report(found, template)
      return nil
    }
    var builder = DocumentBuilder(template, height: height, limit: limits.outputBytes)
    switch builder.build(excerpts.compactMap { $0 }) {
    case nil: return Document(builder)
    case let problem?:
      diagnostics.append(problem)
      return nil
    }
  }

  /// Adds the problems of a template in the order of its lines.
  private mutating func report(
    _ found: [(offset: Int, problems: [Diagnostic])], _ template: Template
  ) {
    let all = found.flatMap { item in item.problems.map { (item.offset, $0) } }
    let keyed = all.enumerated().map {
      index, item -> (line: Int, column: Int, index: Int, problem: Diagnostic) in
      let (offset, problem) = item
      if offset >= 0, problem.place.name != template.source.name {
        // It stands in another file: it counts where its directive is.
        let line = template.directives.first { $0.lineRange.lowerBound == offset }?.line ?? 0
        return (line, 0, index, problem)
      }
      return (problem.place.line, problem.place.column, index, problem)
    }
    diagnostics += keyed.sorted { ($0.line, $0.column, $0.index) < ($1.line, $1.column, $1.index) }
      .map(\.problem)
  }

  private mutating func excerpt(
    _ directive: Directive, _ target: BoundTemplate.Target, in template: Template, chain: [Int]
  ) -> Result<Excerpt, ExcerptTrouble> {
    let place = { template.source.place(at: $0, line: directive.line) }
    switch target {
    case .failed(let problem): return .failure(.init([problem]))
    case .part(let index): return part(index, directive, in: template, chain: chain)
    case .source(let source):
      let key = ExcerptKey(
        source: ObjectIdentifier(source),
        options: Bytes(
          template.source.bytes[directive.targetRange.upperBound..<directive.lineRange.upperBound]))
      if let known = excerpts[key] { return .success(known) }
      let made =
        directive.kind == .embedmd
        ? makeCommandExcerpt(of: source, for: directive, in: template)
        : makeExcerpt(
          of: source, by: directive.recipe, target: place(directive.targetRange), place: place)
      if case .success(let excerpt) = made { excerpts[key] = excerpt }
      return made
    }
  }

  private mutating func part(
    _ index: Int, _ directive: Directive, in template: Template, chain: [Int]
  ) -> Result<Excerpt, ExcerptTrouble> {
    let bound = parts[index]
    let place = template.source.place(at: directive.targetRange, line: directive.line)
    if let start = chain.firstIndex(of: index) {
      let names = (chain[start...] + [index]).map { "'\(parts[$0].template.source.name)'" }
      return .failure(
        .init([
          Diagnostic(
            .includeCycle, "'\(bound.template.source.name)' weaves itself", at: place,
            notes: [.init("the cycle is \(names.joined(separator: " → "))")])
        ]))
    }
    guard chain.count + 1 + (heights[index] ?? 0) <= limits.depth else {
      return .failure(
        .init([
          Diagnostic(
            .includeTooDeep, "parts stand in one another deeper than \(limits.depth) levels",
            at: place,
            notes: [
              .init(
                "the chain is \((chain + [index]).map { "'\(parts[$0].template.source.name)'" }.joined(separator: " → "))"
              )
            ])
        ]))
    }
    if let known = woven[index] { return known.map { .success($0) } ?? .failure(.init([])) }
    // Problems of the part come before those that the template has further down.
    let document = weave(bound, chain: chain + [index])
    heights[index] = document?.height ?? 0
    let made = document.map { Excerpt(part: $0) }
    woven[index] = .some(made)
    guard let made else { return .failure(.init([])) }
    return .success(made)
  }
}
