package import DocbuildCore

/// What became of one document.
package struct Woven: Sendable {
  /// Nil when there are errors.
  package let document: Document?
  /// What is wrong, in order of place.
  package let diagnostics: [Diagnostic]
  /// The files that it was made from, the document itself left out.
  package let dependencies: [Dependency]
  /// Whether there is anything to weave: Markdown without a directive is no document of docbuild's.
  package let isDocument: Bool
  /// The outputs of a cycle of documents that this one is part of.
  var cycle: [Bytes]?
  /// All that is to be reported in order of place, what is only worth a word included, as it counts.
  package let problems: [Diagnostic]
}

/// Scans, weaves and proves one document.
package func weave(
  _ input: Input, in project: Project, prover: Prover?, interrupt: Interrupt = Interrupt()
) -> Woven {
  weave(input, with: SourceReader(project, interrupt: interrupt), prover: prover)
}

/// Weaves a document that names nothing, for which no project is needed; nil for all others.
package func weavePlain(_ input: Input, limits: Limits) -> Woven? {
  let template = input.template
  guard template.directives.isEmpty, template.diagnostics.isEmpty, template.remarks.isEmpty else {
    return nil
  }
  let weaving = weave(BoundTemplate(template, targets: []), parts: [], limits: limits)
  let problems = weaving.problems.inOrder()
  return Woven(
    document: weaving.document, diagnostics: problems, dependencies: [],
    isDocument: template.kind == .template, problems: problems)
}

/// The same for one of many documents that share their sources.
///
/// - Parameter readers: the outputs that are being made while this document is made for them, from the outermost on.
package func weave(
  _ input: Input, with reader: SourceReader, prover: Prover?, for readers: [Bytes] = []
) -> Woven {
  let project = reader.project
  let template = input.template
  var loader = Loader(reader, making: readers + (input.output.map { [$0] } ?? []))
  let loaded = loader.load(template, base: input.base, otherBase: input.otherBase)
  let weaving = weave(
    loaded.template, parts: loaded.parts, limits: project.options.limits, excerpts: reader.excerpts)
  let dependencies =
    (project.configurationName.map { [Dependency(path: Configuration.name, name: $0)] } ?? [])
    + loaded.dependencies
  var problems = weaving.problems
  if let document = weaving.document, let prover, !template.isPlain {
    let found = prover.prove(document, until: reader.interrupt)
    if !found.isEmpty {
      // What is wrong with a directive already explains what its page lacks.
      let failed = Set(weaving.failedLines + weaving.problems.map(\.line))
      problems += found.filter { !failed.contains($0.place.line) }.map { PlacedProblem($0) }
    }
  }
  let diagnostics = problems.inOrder()
  let remarks = weaving.document?.remarks ?? []
  return Woven(
    document: problems.isEmpty ? weaving.document : nil, diagnostics: diagnostics,
    dependencies: dependencies,
    isDocument: template.kind == .template || !template.directives.isEmpty || !problems.isEmpty,
    cycle: loaded.cycle,
    problems: project.configuration.checks.applied(
      to: remarks.isEmpty ? diagnostics : problems.inOrder(with: remarks, of: template)))
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
