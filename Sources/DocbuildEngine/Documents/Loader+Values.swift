import DocbuildCore

/// The values in a document's sentences.
extension Loader {
  /// What each value of a template is: with `match` what stands in the file that it names; else what the command line says,
  /// then what the configuration says. The environment is never asked.
  mutating func values(of template: Template, _ folders: [Folder]) -> [BoundValue] {
    template.values.map { value in
      do throws(ValueTrouble) {
        let found =
          if let match = value.match {
            try text(in: value.target, match, value, template, folders)
          } else {
            try named(value, template)
          }
        return try fitted(found, value, template)
      } catch {
        return BoundValue(error.diagnostic)
      }
    }
  }

  private struct ValueTrouble: Error { let diagnostic: Diagnostic }

  /// The value as it is written in its place. What is owned by a pattern must still be what the pattern matches, or the next
  /// build would take something else for it.
  private func fitted(
    _ found: BoundValue, _ value: ValueDirective, _ template: Template
  ) throws(ValueTrouble) -> BoundValue {
    guard let text = found.text else { return found }
    let written = value.written(text, in: template)
    guard value.isFoundAgain(as: written, in: template) else {
      let pattern = template.source.bytes[value.withinRange].text
      throw ValueTrouble(
        diagnostic: Diagnostic(
          .patternNotFound, "'\(pattern)' would not match the value '\(text.text)' just so",
          at: template.source.place(at: value.withinRange, line: value.line),
          notes: [.init("it must match all of the value in its place, and nothing else there")]))
    }
    return found.with(text: written)
  }

  private mutating func named(_ value: ValueDirective, _ template: Template) throws(ValueTrouble)
    -> BoundValue
  {
    let project = reader.project
    let name = value.target.text
    if let text = given[name] ?? project.options.values[name] { return BoundValue(text) }
    switch project.configuration.values[name] {
    case .text(let text): return BoundValue(text)
    case .file(let path, let match):
      // From the root, whatever folder the document is in.
      return try text(in: [Bytes.slash] + path, match, value, template, rootFolder)
    case .git(let asked):
      switch reader.gitValue(asked) {
      case .success(let source):
        return BoundValue(
          try text(of: source.source, nil, value, template).text, isVolatile: true)
      case .failure(let failure):
        throw trouble(
          failure.id, failure.message, value, template, notes: failure.notes.map { .init($0) })
      }
    case nil: throw notFound(value, template)
    }
  }

  private var rootFolder: [Folder] {
    [
      Folder(
        path: WrittenPath(RootPath.root), isReal: true,
        name: reader.project.name(of: RootPath.root))
    ]
  }

  private mutating func text(
    in target: Bytes, _ match: Pattern?, _ value: ValueDirective, _ template: Template,
    _ folders: [Folder]
  ) throws(ValueTrouble) -> BoundValue {
    let directive = Directive(file: target, at: value)
    switch self.target(of: directive, in: template, folders) {
    case .failed(let problem): throw ValueTrouble(diagnostic: problem)
    case .part: preconditionFailure("a value weaves nothing")
    case .source(let facts):
      let found = try text(of: facts.source, match, value, template)
      return BoundValue(found.text, from: (facts, found.line))
    }
  }

  private func text(
    of source: Source, _ match: Pattern?, _ value: ValueDirective, _ template: Template
  ) throws(ValueTrouble) -> (text: Bytes, line: Int) {
    do throws(ValueTextFault) {
      return try source.value(matching: match)
    } catch {
      throw trouble(error.id, error.message, value, template, notes: error.notes)
    }
  }

  private func notFound(_ value: ValueDirective, _ template: Template) -> ValueTrouble {
    let project = reader.project
    let name = value.target.text
    let names = Set(project.options.values.keys).union(project.configuration.values.keys).sorted()
    let near = nearest(to: name, among: names, count: 1).first
    var notes: [Diagnostic.Note] = []
    if value.target.contains(where: { "./".utf8.contains($0) }) {
      notes.append(.init("of a file, 'match=/re/' says what the value is in it"))
    } else if let near {
      notes.append(.init("the nearest value is '\(near)'"))
    } else {
      notes.append(
        .init("'\(name) = \"…\"' below [values] of docbuild.toml, or '--set \(name)=…', says it"))
    }
    return trouble(
      .valueNotFound, "there is no value '\(name)'", value, template, notes: notes, fixIt: near)
  }

  private func trouble(
    _ id: DiagnosticID, _ message: String, _ value: ValueDirective, _ template: Template,
    notes: [Diagnostic.Note] = [], fixIt: String? = nil
  ) -> ValueTrouble {
    let isOfPattern = value.match != nil && id == .patternNotFound || id == .valueAmbiguous
    return ValueTrouble(
      diagnostic: Diagnostic(
        id, message,
        at: template.source.place(
          at: isOfPattern ? value.matchRange : value.targetRange, line: value.line),
        notes: notes, fixIt: fixIt))
  }
}

extension SourceReader {
  /// What git says of the commit that is checked out.
  func gitValue(_ asked: GitValue) -> Result<SourceFacts, FileFailure> {
    // No path holds a NUL; with one in it the key is forgotten with the repository's revisions.
    once([0] + Bytes("git \(asked.rawValue)".utf8)) {
      let what = "git's '\(asked.rawValue)'"
      switch Git.around(project, interrupt) {
      case .failure(.repository):
        return .failure(
          FileFailure(
            id: .valueNotFound,
            message: "\(what) needs a git repository, and there is none around the root"))
      case .failure(.program):
        return .failure(
          FileFailure(
            id: .toolMissing,
            message: "\(what) needs the program 'git', which is \(ChildProcess.nowhere)",
            notes: ["install it with 'apt-get install git'"]))
      case .success(let git):
        guard case .success(let done) = git.run(asked.arguments, in: .top, limit: 1 << 12),
          done.status == 0
        else {
          return .failure(
            FileFailure(
              id: .valueNotFound, message: "\(what) is not known here",
              notes: [
                "fetch tags first: 'git fetch --tags', with '--unshallow' in a shallow clone"
              ]))
        }
        return .success(SourceFacts(Source(name: what, bytes: done.output)))
      }
    }
  }
}
