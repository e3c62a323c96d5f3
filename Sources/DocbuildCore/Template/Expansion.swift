/// What a template stands for that docbuild made of a directive whose target is a pattern: a directive for each file.
package final class Expansion: Sendable {
  /// Where the pattern stands.
  private let source: Source
  private let directive: Directive

  fileprivate init(_ directive: Directive, in source: Source) {
    self.directive = directive
    self.source = source
  }

  /// The pattern.
  package var target: Bytes { directive.target }

  /// A place in the template that was made, as one of what it was made from: at the same option, or at the pattern.
  fileprivate func place(of place: Place, in made: Template) -> Place {
    let inner = made.directives.first { $0.line == place.line }
    let offset = (inner?.lineRange.lowerBound ?? 0) + place.column - 1
    let key = inner?.recipe.optionRanges.first { $0.value.contains(offset) }?.key
    let range = key.flatMap { directive.recipe.optionRanges[$0] } ?? directive.targetRange
    return source.place(at: range, line: directive.line)
  }
}

extension Template {
  /// Whether a directive names its source by a key or a pattern.
  package var holdsLookups: Bool {
    directives.contains { $0.recipe.key != nil || $0.recipe.isPattern }
  }

  /// Puts a file, by its path from the root, in the place of a directive's key.
  package mutating func setTarget(_ path: Bytes, ofDirective index: Int) {
    directives[index].target = [UInt8(ascii: "/")] + path
  }

  /// Puts a tag in the place of `latest-tag`, so that all that names the revision names what it was.
  package mutating func setRevision(_ revision: Bytes, ofDirective index: Int) {
    directives[index].setRevision(revision)
  }

  /// Leaves the options of a directive whose target is a pattern to those that are made of it.
  package mutating func expandDirective(_ index: Int) {
    directives[index] = directives[index].expanded
  }

  /// The template of a directive for each of the files that the pattern of a directive fits.
  ///
  /// - Parameter paths: from the root, in order.
  package func expansion(ofDirective index: Int, into paths: [Bytes]) -> Template {
    let directive = directives[index]
    let recipe = directive.recipe
    var options = recipe.optionsOfEach ?? []
    let keys = Set(options.map(\.key))
    let isFree = directive.context == .outside
    if directive.kind == .embed, !recipe.isPage, keys.isDisjoint(with: ["fence", "info"]) {
      options.append(DirectiveOption(key: "fence", value: .none, range: 0..<0))
    }
    let isApart = isFree && (recipe.fenced || recipe.isPage || directive.kind == .embed)
    if isApart, !recipe.isPage, !recipe.weave, keys.isDisjoint(with: ["link", "caption"]) {
      options.append(
        DirectiveOption(key: "caption", value: .text(Bytes("{path}".utf8)), range: 0..<0))
    }
    let words = options.map { " \($0.key)\($0.written)" }.joined()
    let lines = paths.map { path in
      Bytes("<!-- include(".utf8) + ([UInt8(ascii: "/")] + path).asTarget
        + Bytes("\(words) ) -->\n".utf8)
    }
    let text = Bytes(lines.joined(separator: isApart ? [.lineFeed] : []))
    let name = "\(source.name):\(directive.line): \(directive.target.text)"
    var reader = TemplateReader(
      Source(name: name, bytes: text), kind: .template, dialect: dialect, takesPatterns: false)
    reader.read()
    var made = reader.template
    made.expansion = Expansion(directive, in: source)
    return made
  }

  /// A problem in a template that was made of a pattern, at its place in the one that somebody wrote.
  package func atItsPlace(_ problem: Diagnostic) -> Diagnostic {
    guard let expansion else { return problem }
    func moved(_ place: Place) -> Place {
      place.name == source.name ? expansion.place(of: place, in: self) : place
    }
    let notes = problem.notes.map { Diagnostic.Note($0.message, at: $0.place.map(moved)) }
    guard problem.place.name == source.name else {
      var made = problem
      made.notes = notes
      return made
    }
    var made = Diagnostic(problem.id, problem.message, at: moved(problem.place), notes: notes)
    made.severity = problem.severity
    return made
  }
}

extension Directive {
  /// The same, of which nothing is left to be done with what its files yield.
  fileprivate var expanded: Directive {
    var left = Recipe()
    left.optionsOfEach = recipe.optionsOfEach
    left.isFaulty = recipe.isFaulty
    var made = Directive(
      kind: kind, line: line, lineRange: lineRange, prefix: prefix, target: target,
      targetRange: targetRange, recipe: left)
    made.context = context
    made.ownedBlock = ownedBlock
    return made
  }
}
