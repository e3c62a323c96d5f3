package import DocbuildCore

extension Pass {
  /// Loads what a document names, weaves and proves it.
  package func weave(_ input: Input) -> Woven {
    let template = input.template
    let (loaded, weaving) = draft(of: input)
    let dependencies =
      (project.configurationName.map { [Dependency(path: Configuration.name, name: $0)] } ?? [])
      + loaded.dependencies
    var problems = weaving.problems + loaded.troubles.map { PlacedProblem($0) }
    var page: ReadPage?
    if let document = weaving.document, let prover, !template.isPlain {
      let proof = prover.proof(of: document, until: reader.interrupt)
      page = proof.page
      let found = proof.diagnostics
      if !found.isEmpty {
        // What is wrong with a directive already explains what its page lacks.
        let failed = Set(weaving.failedLines + weaving.problems.map(\.line))
        problems += found.filter { !failed.contains($0.place.line) }.map { PlacedProblem($0) }
      }
    }
    problems = problems.map { explained($0, in: loaded.template) }
    var remarks =
      (weaving.document.map { $0.remarks + $0.mixedRevisions } ?? [])
      + movedLines(in: loaded.template)
    if !loaded.expansions.isEmpty {
      problems = problems.map { $0.with(loaded.atItsPlace($0.diagnostic)) }
      remarks = remarks.map { loaded.atItsPlace($0) }.eachOnce()
    }
    let diagnostics = problems.inOrder()
    var woven = Woven(
      document: problems.isEmpty ? weaving.document : nil, diagnostics: diagnostics,
      dependencies: dependencies,
      isDocument: template.kind == .template || template.holdsDirectives || !problems.isEmpty,
      problems: reported(
        remarks.isEmpty ? diagnostics : problems.inOrder(with: remarks, of: template)))
    woven.lookups = loaded.lookups
    woven.page = page
    woven.behindHead = (weaving.document?.behindHead ?? []).map { loaded.atItsPlace($0) }.eachOnce()
    return woven
  }
}

extension Pass {
  /// What can be woven of a document as it is, without the proof: see `Weaving`; and what it was made from.
  func draft(of input: Input) -> (loaded: Loader.Loaded, weaving: Weaving) {
    let loaded = load(input) { made($0, name: $1, for: input.output) }
    let weaving = DocbuildCore.weave(
      loaded.template, parts: loaded.parts, limits: project.options.limits,
      excerpts: reader.excerpts)
    return (loaded, weaving)
  }

  /// Loads what a document names.
  ///
  /// - Parameter made: gives what a file, by its path and its name, is as the output of another document.
  func load(_ input: Input, made: @escaping (WrittenPath, Bytes) -> MadeText) -> Loader.Loaded {
    var loader = Loader(reader, page: page(of: input), made: made)
    return loader.load(input.template, base: input.base, otherBase: input.otherBase)
  }

  /// A problem of a selector with a word on where the text has gone that its block shows.
  private func explained(_ problem: PlacedProblem, in bound: BoundTemplate) -> PlacedProblem {
    guard bound.template.kind == .inPlace,
      let index = bound.template.directives.firstIndex(where: { $0.line == problem.line }),
      case .source(let facts) = bound.targets[index]
    else { return problem }
    let directive = bound.template.directives[index]
    return problem.with(directive.withMovedText(problem.diagnostic, in: facts, bound.template))
  }

  /// Warnings of lines that are others now.
  private func movedLines(in bound: BoundTemplate) -> [Diagnostic] {
    guard bound.template.kind == .inPlace else { return [] }
    return zip(bound.template.directives, bound.targets).compactMap { directive, target in
      guard case .source(let facts) = target else { return nil }
      return directive.movedLines(in: facts, bound.template)
    }
  }

  /// The path of what a document is woven into; nil for standard input. It is looked for only where it
  /// matters.
  private func page(of input: Input) -> WrittenPath? {
    if let output = input.output { return output }
    guard input.name != Input.standardInputName,
      input.template.directives.contains(where: {
        $0.needsPath || $0.hasNotation || $0.recipe.isPattern
      }),
      let path = project.pathBelowRoot(input.name)
    else { return nil }
    return input.template.kind == .inPlace
      ? WrittenPath(path) : project.rules.output(ofTemplate: path)
  }
}

extension Pass {
  /// The files and folders, as the user would write them, that decide with its dependencies what a document shows: in which
  /// its sources were looked for.
  ///
  /// - Parameter output: what is made, as the user writes it: it is not made from itself.
  package func lookedThrough(for woven: Woven, made output: Bytes? = nil) -> [Bytes] {
    guard !woven.lookups.isEmpty else { return [] }
    let seen = Set(woven.dependencies.map(\.name) + (output.map { [$0] } ?? []))
    return reader.places(of: woven.lookups).map { project.name(of: WrittenPath($0.stored)) }
      .filter { !seen.contains($0) }
  }
}

extension Loader.Loaded {
  /// A problem in what docbuild made of a pattern, at the place of the pattern or its options.
  fileprivate func atItsPlace(_ problem: Diagnostic) -> Diagnostic {
    let names = [problem.place.name] + problem.notes.compactMap { $0.place?.name }
    return names.compactMap { expansions[$0] }.reduce(problem) { $1.atItsPlace($0) }
  }
}

extension [PlacedProblem] {
  /// The problems with what is only worth a word, in the order of their places, each once.
  fileprivate func inOrder(with remarks: [Diagnostic], of template: Template) -> [Diagnostic] {
    var placed = map { (line: $0.line, column: $0.column, diagnostic: $0.diagnostic) }
    var (line, column) = (0, 0)
    for remark in remarks {
      // What stands in another file comes after what was said before it.
      if remark.place.name == template.source.name {
        (line, column) = (remark.place.line, remark.place.column)
      }
      placed.append((line, column, remark))
    }
    return placed.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset)
        < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element.diagnostic).eachOnce()
  }
}
