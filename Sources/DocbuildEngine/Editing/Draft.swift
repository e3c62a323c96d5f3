package import DocbuildCore

/// What can be said of a document as it is typed, whether it can be woven or not.
package struct Draft: Sendable {
  /// The text, with its directives.
  package let input: Input
  /// What the directives show that could be read, in order.
  package let shown: [DirectiveExcerpt]
  /// What is wrong with the others.
  package let problems: [Diagnostic]
  /// The values in its sentences, in order.
  package let values: [ShownValue]
  /// What the page shows of sources, with what its parts do; nothing where it can't be woven.
  let references: [Reference]

  init(of input: Input, by pass: Pass) {
    self.input = input
    let (loaded, weaving) = pass.draft(of: input)
    let bound = loaded.template
    let failed = Set(weaving.failedLines)
    shown = (weaving.document?.shown ?? []).filter { !failed.contains($0.line) }
    problems = weaving.problems.inOrder()
    values = zip(input.template.values, bound.values).map { ShownValue($0, $1, pass.project) }
    references = problems.isEmpty ? weaving.document?.references ?? [] : []
  }

  /// The directives.
  package var directives: [Directive] { input.template.directives }
}

/// A value in a sentence.
package struct ShownValue: Sendable {
  /// Where a value comes from.
  package enum Origin: Sendable {
    /// A line (from 1) of a file.
    case line(Source, Int)
    /// `--set`.
    case commandLine
    /// `[values]` in the configuration.
    case configuration
    /// What git says of the commit that is checked out.
    case git(GitValue)
    /// Who weaves the part.
    case reader
  }

  /// The directive.
  package let directive: ValueDirective
  /// The text; nil where it can't be had.
  package let text: Bytes?
  /// Where it comes from.
  package let origin: Origin

  init(_ directive: ValueDirective, _ bound: BoundValue, _ project: Project) {
    self.directive = directive
    text = bound.text
    let name = directive.target.text
    if let (facts, line) = bound.origin {
      origin = .line(facts.source, line + 1)
    } else if project.options.values[name] != nil {
      origin = .commandLine
    } else {
      switch project.configuration.values[name] {
      case .git(let asked): origin = .git(asked)
      case .text, .file: origin = .configuration
      case nil: origin = .reader
      }
    }
  }
}

/// A directive that shows lines of a source, and what it shows of it.
package struct Showing: Sendable {
  /// The document.
  package let document: ProjectDocument
  /// The directive's target in it.
  package let place: Place
  /// What is shown.
  package let excerpt: DirectiveExcerpt
}

extension EditedProject {
  /// What can be said of a document; nil for what is none or can't be read.
  package func draft(of document: ProjectDocument) -> Draft? {
    if let known = drafts[document.path] { return known }
    guard let input = input(of: document) else { return nil }
    let pass = Pass(in: session, among: table, proves: false, threads: 1)
    let made = Draft(of: input, by: pass)
    // What an interrupted program says is not what is there.
    if !session.interrupt.isSet { keep(made, of: document) }
    return made
  }

  /// The directives that show lines of a file, as far as the documents are known, in the order of the documents.
  package func showings(of path: RootPath) -> [Showing] {
    shown.documents(naming: path).flatMap { document -> [Showing] in
      guard let draft = draft(of: document) else { return [] }
      return draft.shown.compactMap { excerpt in
        guard self.path(of: excerpt.facts.source) == path,
          let directive = draft.directives.first(where: { $0.line == excerpt.line })
        else { return nil }
        let place = draft.input.template.source.place(
          at: directive.targetRange, line: directive.line)
        return Showing(document: document, place: place, excerpt: excerpt)
      }
    }
  }

  /// The path of a source that was read from the working tree: its real one; nil for what lies elsewhere.
  package func path(of source: Source) -> RootPath? {
    session.sources.realPath(of: WrittenPath(Bytes(shownAs: source.name).folded))
  }

  /// The names of all regions that a key may ask for, in order.
  package var keys: [String] {
    guard case .success(let keys) = session.sources.lookup.keys else { return [] }
    return keys.places.keys.map(\.text).sorted()
  }

  /// What a directive's target in a document names; where it is a key, the first file that marks it. By its text, so
  /// folded, and perhaps outside the root.
  package func path(ofTarget target: Bytes, in document: ProjectDocument) -> WrittenPath {
    if target.starts(with: "key=".utf8) {
      let key = target.dropFirst(4).trimmed()
      if case .success(let keys) = session.sources.lookup.keys,
        let found = keys.places[Bytes(key)]?.first
      {
        return WrittenPath(found.path)
      }
    }
    let target = project.path(inNamedFolder: target) ?? target
    return WrittenPath(
      target.first == Bytes.slash
        ? Bytes(target.drop { $0 == Bytes.slash }).folded
        : document.path.folder.bytes.joined(target).folded)
  }

  /// A file of the working tree as directives take it; nil for what can't be read.
  ///
  /// - Parameter parsed: whether its definitions are wanted, for which a parser is started.
  package func facts(_ file: RootPath, parsed: Bool = false) -> SourceFacts? {
    let (path, name) = (WrittenPath(file), project.name(of: file))
    guard let facts = try? session.sources.source(path, name: name, nil).get() else { return nil }
    return parsed ? session.sources.withSymbols(facts, path, nil) : facts
  }
}
