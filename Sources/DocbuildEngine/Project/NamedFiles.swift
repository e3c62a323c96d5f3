import DocbuildCore

/// The files that a document names, those that its woven parts name included; also those that are not
/// there. Each comes by the path that was written and by its real one.
///
/// Less work than weaving: no source is read but for its parts.
func namedFiles(of document: ProjectDocument, with reader: SourceReader) -> [RootPath] {
  var isWhole = true
  return namedFiles(of: document, with: reader, isWhole: &isWhole)
}

/// The same, and nil where a document shows what is no file: what it was at a git revision, or a URL.
func allNamedFiles(of document: ProjectDocument, with reader: SourceReader) -> [RootPath]? {
  var isWhole = true
  let found = namedFiles(of: document, with: reader, isWhole: &isWhole)
  return isWhole ? found : nil
}

private func namedFiles(
  of document: ProjectDocument, with reader: SourceReader, isWhole: inout Bool
) -> [RootPath] {
  guard !document.isPage else { return [] }
  let input: Input
  switch Input.document(document, in: reader.project) {
  case .success(let read?): input = read
  case .success(nil): return []
  case .failure(let failure):
    if failure.diagnostic.id == .unreadableFile { isWhole = false }
    return []
  }
  let project = reader.project
  var found: [RootPath] = project.configurationName == nil ? [] : [Configuration.name]
  var seen: [RootPath] = [document.path]
  var waiting = [(input.template, document.path.folder)]
  while let (template, folder) = waiting.popLast() {
    for directive in template.fileDirectives + template.valueFiles(in: project.configuration) {
      guard directive.recipe.revision == nil, !directive.target.isURL else {
        isWhole = false
        continue
      }
      if directive.recipe.key != nil || directive.recipe.isPattern {
        isWhole = false
        found += reader.paths(of: directive, in: folder)
        continue
      }
      let target = project.path(inNamedFolder: directive.target) ?? directive.target
      let written = WrittenPath(target.rooted ?? folder.bytes.joined(target))
      let real = project.root.real(written)
      // Nothing is read of what lies outside.
      guard let path = written.folded ?? real else { continue }
      found.append(path)
      if let real, real != path { found.append(real) }
      guard directive.recipe.weave, !seen.contains(path) else { continue }
      seen.append(path)
      switch reader.source(WrittenPath(path), name: project.name(of: path), nil) {
      case .success(let part):
        let defaults = project.configuration.defaults(of: path)
        waiting.append(
          (Template.parse(part.source, kind: .template, defaults: defaults), path.folder))
      case .failure(let failure): if failure.id == .unreadableFile { isWhole = false }
      }
    }
  }
  return found
}

extension SourceReader {
  /// The files that a key or a pattern finds for a document in `folder`.
  fileprivate func paths(of directive: Directive, in folder: RootPath) -> [RootPath] {
    if let key = directive.recipe.key {
      guard case .success(let keys) = lookup.keys else { return [] }
      // What can't be read may mark it.
      return (keys.places[key] ?? []).map(\.path) + keys.unread.map(\.path)
    }
    let target = project.path(inNamedFolder: directive.target) ?? directive.target
    let pattern = target.rooted ?? folder.bytes.joined(target)
    return (try? lookup.paths(fitting: pattern.folded).get()) ?? []
  }
}

extension Template {
  /// Its directives, and the same for what they compare with.
  fileprivate var fileDirectives: [Directive] { directives + directives.compactMap(\.otherSide) }

  /// The files that its values stand in, as directives name them.
  fileprivate func valueFiles(in configuration: Configuration) -> [Directive] {
    values.compactMap { value in
      if value.match != nil { return Directive(file: value.target, at: value) }
      guard case .file(let path, _) = configuration.values[value.target.text] else { return nil }
      return Directive(file: [UInt8(ascii: "/")] + path, at: value)
    }
  }
}
