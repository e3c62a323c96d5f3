/// What weaving a template gave.
package struct Weaving: Sendable {
  /// The woven document. With errors it is only a draft, in which a neutral line stands for every excerpt that could
  /// not be had, so that the proof can still look for problems of the others; nil when not even that can be made.
  package let document: Document?
  /// What is wrong; those of a part stand where it is first included.
  package let problems: [PlacedProblem]
  /// The lines of directives that the draft has no excerpt for.
  package let failedLines: [Int]
}

/// A problem and where it belongs in the order of a template's lines.
package struct PlacedProblem: Sendable {
  /// The template's line, from 1.
  package let line: Int
  /// From 1, in bytes.
  package let column: Int
  /// The problem.
  package let diagnostic: Diagnostic

  /// A problem that belongs where it is.
  package init(_ diagnostic: Diagnostic) {
    self.init(diagnostic, line: diagnostic.place.line, column: diagnostic.place.column)
  }

  /// Other words at the same place in the order.
  package func with(_ diagnostic: Diagnostic) -> PlacedProblem {
    PlacedProblem(diagnostic, line: line, column: column)
  }

  init(_ diagnostic: Diagnostic, line: Int, column: Int) {
    self.line = line
    self.column = column
    self.diagnostic = diagnostic
  }
}

extension [PlacedProblem] {
  /// The problems in the order of their places, each once.
  package func inOrder() -> [Diagnostic] {
    sortedByPlace().map(\.diagnostic).eachOnce()
  }

  fileprivate func sortedByPlace() -> [PlacedProblem] {
    enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < (
        $1.element.line, $1.element.column, $1.offset
      )
    }.map(\.element)
  }
}

/// Weaves `root`: every directive is replaced by its excerpt. No input or output, and it never fails: what is
/// wrong is among the problems, all of it.
///
/// - Parameters:
///   - parts: the templates that `weave` directives name, by the index in `BoundTemplate.Target.part`.
///   - excerpts: what is known from other documents.
package func weave(
  _ root: BoundTemplate, parts: [BoundTemplate], limits: Limits = Limits(),
  excerpts: ExcerptCache = ExcerptCache()
) -> Weaving {
  var weaver = PartWeaver(root, parts: parts, limits: limits, excerpts: excerpts)
  return weaver.weaving(of: root, chain: [])
}

extension BoundTemplate {
  /// The values that could not be had, and the lines of the template that say nothing therefore.
  fileprivate var failedValues: [(PlacedProblem, lines: [Int])] {
    zip(template.values, values).compactMap { value, found in
      found.problem.map { problem in
        (
          PlacedProblem(problem, line: value.line, column: problem.place.column),
          [value.line, value.placeLine]
        )
      }
    }
  }
}

/// Weaves a template and the parts below it, each part once.
private struct PartWeaver {
  let parts: [BoundTemplate]
  let limits: Limits
  private struct Part {
    let document: Document
    let excerpt: Excerpt
  }

  /// What each part yields; the outer nil says that it is not woven yet, the inner that it has errors.
  private var woven: [Part??]
  private var heights: [Int]
  private let excerpts: ExcerptCache
  private var footnotes: FootnoteNames

  init(_ root: BoundTemplate, parts: [BoundTemplate], limits: Limits, excerpts: ExcerptCache) {
    footnotes = FootnoteNames(of: [root] + parts)
    self.parts = parts
    self.limits = limits
    self.excerpts = excerpts
    woven = Array(repeating: nil, count: parts.count)
    heights = Array(repeating: 0, count: parts.count)
  }

  /// What weaving `bound` gives. `chain` has the indices of the parts that are being woven, outermost first.
  mutating func weaving(of bound: BoundTemplate, chain: [Int]) -> Weaving {
    let template = bound.template
    var problems = template.diagnostics.map { PlacedProblem($0) }
    var excerpts: [Excerpt] = []
    var failedLines: [Int] = []
    var remarks = template.remarks
    if !template.directives.isEmpty { remarks += template.strayMarkRemarks }
    excerpts.reserveCapacity(bound.targets.count)
    var height = 0
    var parts: [Int: Document] = [:]
    var others: [Int: Excerpt] = [:]
    var behind: [Diagnostic] = []
    let labels = template.labelsBesideParts
    for (number, directive) in template.directives.enumerated() {
      let target = bound.targets[number]
      switch excerpt(number, of: bound, beside: labels, chain: chain) {
      case .success(let found):
        let made = found.excerpt
        excerpts.append(made)
        if let old = found.old { others[number] = old }
        if let problem = directive.blockProblem(for: made, in: template.source) {
          problems.append(PlacedProblem(problem))
          failedLines.append(directive.line)
        }
        remarks += directive.remarks(on: made, in: template.source)
        if let remark = bound.behindHead(number, found.new) { behind.append(remark) }
        if case .part(let index) = target, case .some(.some(let part)) = woven[index] {
          parts[number] = part.document
          remarks += directive.unusedValues(of: part.document, in: template.source)
          remarks += part.document.remarks
          behind += part.document.behindHead
          height = max(height, 1 + heights[index])
        }
      case .failure(let trouble):
        excerpts.append(.neutral(in: template.source))
        failedLines.append(directive.line)
        problems += trouble.placed(at: directive, in: template.source)
      }
    }
    for (problem, lines) in bound.failedValues {
      problems.append(problem)
      failedLines += lines
    }
    var builder = DocumentBuilder(
      template, bound: bound, height: height, limit: limits.outputBytes)
    if let problem = builder.build(excerpts) {
      return Weaving(
        document: nil, problems: (problems + [PlacedProblem(problem)]).sortedByPlace(),
        failedLines: failedLines)
    }
    for include in builder.openIncludes {
      remarks += include.remarks(in: template, isPart: parts[include.directive] != nil)
    }
    return Weaving(
      document: Document(
        builder, parts: parts, others: others, remarks: remarks.eachOnce(),
        behindHead: behind.eachOnce()),
      problems: problems.sortedByPlace(),
      failedLines: failedLines)
  }

  /// What a directive yields.
  private mutating func excerpt(
    _ number: Int, of bound: BoundTemplate, beside labels: [Bytes], chain: [Int]
  ) -> Result<ComparedExcerpt, ExcerptTrouble> {
    let directive = bound.template.directives[number]
    let new = excerpt(
      directive, bound.targets[number], path: bound.paths[number], beside: labels, of: bound,
      chain: chain)
    return new.flatMap { new in
      guard let other = bound.others[number] else { return .success(ComparedExcerpt(new)) }
      return directive.compared(new, with: other, in: bound.template)
    }
  }

  /// The same for what a directive's target was found to be. The template is not taken out of `bound`: a copy counts a
  /// reference to each of its lists.
  private mutating func excerpt(
    _ directive: Directive, _ target: BoundTemplate.Target, path: Bytes?, beside labels: [Bytes],
    of bound: BoundTemplate, chain: [Int]
  ) -> Result<Excerpt, ExcerptTrouble> {
    switch target {
    case .failed(let problem): return .failure(.init([problem]))
    case .part where directive.recipe.isFaulty: return .failure(.init([]))
    case .part(let index): return part(index, directive, in: bound.template, chain: chain)
    case .source where directive.recipe.isFaulty: return .failure(.init([]))
    case .source(let source):
      let written = bound.template.source
      let labels = directive.recipe.markdown ? labels : directive.recipe.pageLabels
      let number = directive.recipe.markdown ? footnotes.number(of: source.source, path: path) : 1
      var key = directive.excerptKey(on: source, path: path, beside: labels, in: written)
      if number > 1 { key += Bytes("\0\0\(number)".utf8) }
      if let known = excerpts.excerpt(for: key) { return .success(known) }
      let made: Result<Excerpt, ExcerptTrouble>
      if directive.kind == .embedmd {
        made = makeCommandExcerpt(of: source, for: directive, in: bound.template)
      } else {
        var recipe = directive.recipe
        recipe.pageLabels = labels
        recipe.footnoteNumber = number
        let place = { written.place(at: $0, line: directive.line) }
        made = makeExcerpt(
          of: source, by: recipe, target: place(directive.targetRange), path: path, place: place)
      }
      if case .success(let excerpt) = made { excerpts.keep(excerpt, for: key) }
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
    guard chain.count + 1 + (heights[index]) <= limits.depth else {
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
    if let known = woven[index] { return known.map { .success($0.excerpt) } ?? .failure(.init([])) }
    let weaving = weaving(of: bound, chain: chain + [index])
    let document = weaving.problems.isEmpty ? weaving.document : nil
    heights[index] = document?.height ?? 0
    let made = document.map { Part(document: $0, excerpt: Excerpt(part: $0)) }
    woven[index] = .some(made)
    guard let made else { return .failure(.init(weaving.problems.map(\.diagnostic))) }
    return .success(made.excerpt)
  }
}

extension ExcerptTrouble {
  /// What is wrong with a directive, in the order of a template's lines: what stands in another file counts where the
  /// directive is.
  fileprivate func placed(at directive: Directive, in template: Source) -> [PlacedProblem] {
    diagnostics.map { problem in
      let isHere = problem.place.name == template.name
      return PlacedProblem(
        problem, line: directive.line, column: isHere ? problem.place.column : 0)
    }
  }
}

extension Template {
  /// What its own definitions are called; not asked for where no part of a page stands beside them.
  fileprivate var labelsBesideParts: [Bytes] {
    directives.contains { $0.recipe.markdown } ? MarkdownPart.labels(of: source.bytes) : []
  }
}

extension Directive {
  /// The same for two directives that yield the same excerpt of `source`: the source's identity and the options as
  /// they are written.
  fileprivate func excerptKey(
    on source: SourceFacts, path: Bytes?, beside labels: [Bytes], in template: Source
  ) -> Bytes {
    var identity = source.identity
    var key: Bytes = []
    while identity > 0 {
      key.append(UInt8(truncatingIfNeeded: identity))
      identity >>= 8
    }
    if !isBare { key += [0] + template.bytes[targetRange.upperBound..<lineRange.upperBound] }
    if let name = recipe.key { key += [0] + name }
    if let path { key += [0] + path }
    for label in labels { key += [0] + label }
    if !recipe.inherited.isEmpty { key += [0] + recipe.inherited.utf8 }
    return key
  }
}

extension Excerpt {
  /// Stands for an excerpt that could not be had.
  fileprivate static func neutral(in source: Source) -> Excerpt {
    Excerpt(
      SourceFacts(source), bytes: [UInt8(ascii: "x"), .lineFeed],
      runs: [.init(sourceLine: nil, count: 1)])
  }
}
