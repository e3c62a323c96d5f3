import DocbuildCore

/// What may have been meant by a target that can't be had.
extension Loader {
  /// Adds what may have been meant: the same path as this system writes it, lines or a region behind the path as other
  /// tools have them, where git has the file now, or another file of the folder.
  func withCure(
    _ failure: FileFailure, _ path: WrittenPath, _ directive: Directive, in folder: Folder
  ) -> FileFailure {
    var failure = failure
    func source(_ target: Bytes) -> SourceFacts? { self.source(target, directive, in: folder) }
    if directive.kind != .embedmd, let cure = targetCure(for: directive, source: source) {
      failure.notes.append(cure.note)
      failure.fixIt = cure.text
      return failure
    }
    if let base = folder.path, directive.recipe.revision == nil,
      let moved = path.folded.flatMap({ reader.moved.newPath(of: $0) })
    {
      let target =
        directive.target.first == Bytes.slash
        ? [Bytes.slash] + moved.bytes : moved.bytes.relative(to: base.bytes)
      failure.notes.append("it is at '\(reader.project.name(of: moved).text)' now")
      if directive.kind != .embedmd { failure.fixIt = target.asTarget.text }
      return failure
    }
    let near = nearest(
      to: path.fileName.text, among: root.names(in: WrittenPath(path.bytes.folder)).sorted(),
      count: 2)
    if let best = near.first {
      let target = directive.target.folder.joined(Bytes(best.utf8))
      let isFile = source(target) != nil
      failure.notes.append("the nearest \(isFile ? "file" : "name") is '\(best)'")
      if isFile, !directive.target.contains(where: { $0 == UInt8(ascii: " ") }), !best.contains(" ")
      {
        failure.fixIt = target.text
      }
    }
    if directive.target.first == Bytes.slash {
      failure.notes.append("a path that begins with '/' starts at the root")
    }
    return failure
  }
}

extension BoundTemplate.Target {
  /// The same for what an option of `directive` names as the other side of a comparison: a cure takes the place of the whole
  /// option, and one that is more than a path would mean the directive itself.
  func inOption(of directive: Directive) -> BoundTemplate.Target {
    guard case .failed(var problem) = self, let cure = problem.fixIt else { return self }
    let isPath = !cure.text.contains { $0 == UInt8(ascii: " ") }
    problem.fixIt = nil
    if isPath, directive.isComparedByOption {
      problem.fixIt = TextEdit(at: problem.place, "diff=\(cure.text.text)")
    }
    return .failed(problem)
  }
}

extension FileFailure {
  /// The problem at the target that can't be had, or at the option that is to blame.
  func diagnostic(at directive: Directive, in template: Template) -> Diagnostic {
    let range =
      id == .revisionNotFound
      ? directive.recipe.revisionRange ?? directive.targetRange : directive.targetRange
    return Diagnostic(
      id, message, at: template.source.place(at: range, line: directive.line),
      notes: placedNotes + notes.map { .init($0) }, fixIt: fixIt)
  }
}
