import DocbuildCore

/// Directives that name their sources by a key or a pattern.
extension Loader {
  /// Puts files in the place of keys, and directives for each file in the place of those with patterns; where that can't be
  /// done, what is wrong.
  mutating func lookUp(_ template: inout Template, _ folders: [Folder])
    -> [Int: BoundTemplate.Target]
  {
    guard template.holdsLookups else { return [:] }
    var found: [Int: BoundTemplate.Target] = [:]
    for (index, directive) in template.directives.enumerated() {
      if let key = directive.recipe.key {
        if directive.recipe.revision == nil { lookups.insert(.key) }
        switch path(ofKey: key, at: directive.recipe.revision) {
        case .success(let path): template.setTarget(path.bytes, ofDirective: index)
        case .failure(let failure):
          found[index] = .failed(failure.diagnostic(at: directive, in: template))
          if case .unread(let problems) = failure { troubles += problems }
        }
      } else if directive.recipe.isPattern, let folder = folders.first {
        switch paths(
          fitting: directive.target, at: directive.recipe.revision, in: folder, of: template)
        {
        case .success(let paths):
          found[index] = .part(expand(index, of: template, into: paths, folders))
          template.expandDirective(index)
        case .failure(let failure):
          found[index] = .failed(failure.diagnostic(at: directive, in: template))
        }
      }
    }
    return found
  }

  private mutating func expand(
    _ index: Int, of template: Template, into paths: [RootPath], _ folders: [Folder]
  ) -> Int {
    let made = template.expansion(ofDirective: index, into: paths.map(\.bytes))
    expansions[made.source.name] = made
    return addPart(made, folders)
  }

  // MARK: patterns

  private mutating func paths(
    fitting target: Bytes, at revision: Bytes?, in folder: Folder, of template: Template
  ) -> Result<[RootPath], FileFailure> {
    guard let pattern = pattern(target, in: folder) else {
      return .failure(reader.outside(target))
    }
    let own = Set([page?.folded, path(ofDocument: template), main].compactMap { $0 })
    if let revision {
      return reader.lookup.paths(fitting: pattern, at: revision)
        .mapError { reader.failure($0, of: target, at: revision) }
        .flatMap { files in
          let found = files.filter { !own.contains($0) }
          return found.isEmpty ? .failure(nothingFits(target, at: revision)) : .success(found)
        }
    }
    lookups.insert(.pattern(pattern))
    // A file of that very name is meant.
    if let path = locate(target, in: folder)?.path.folded, root.exists(path), !root.isFolder(path) {
      return .success([path])
    }
    let glob = Glob("/" + pattern.text)
    let made = reader.made.templates.filter { document in
      guard glob.matches(document.output),
        case .success(.some) = Input.document(document, in: reader.project)
      else { return false }
      return true
    }.compactMap(\.output.folded)
    return reader.lookup.paths(fitting: pattern).flatMap { files in
      let found = Set(files + made).subtracting(own).sorted()
      guard found.isEmpty else { return .success(found) }
      return .failure(nothingFits(target, in: folder))
    }
  }

  private func nothingFits(_ target: Bytes, at revision: Bytes) -> FileFailure {
    FileFailure(
      id: .fileNotFound,
      message: "no file of the project fitted '\(target.text)' at revision '\(revision.text)'")
  }

  private func nothingFits(_ target: Bytes, in folder: Folder) -> FileFailure {
    var notes = ["files that git ignores are left out, and the page itself"]
    let plain = target.components.prefix { !$0.isPattern }
    let inside = Bytes(plain.joined(separator: [Bytes.slash]))
    if let (path, name) = locate(inside.isEmpty ? Bytes(".".utf8) : inside, in: folder) {
      let names = root.names(in: path).sorted()
      if !(path.folded.map { root.isFolder($0) } ?? false), !inside.isEmpty {
        notes.insert("there is no folder '\(name.text)'", at: 0)
      } else if !names.isEmpty {
        notes.insert(
          "'\(name.isEmpty ? "." : name.text)' holds \(names.prefix(4).map { "'\($0)'" }.joined(separator: ", "))"
            + (names.count > 4 ? " and \(names.count - 4) more" : ""), at: 0)
      }
    }
    return FileFailure(
      id: .fileNotFound, message: "no file of the project fits '\(target.text)'", notes: notes)
  }

  /// A pattern as it is from the root on; nil for one of what lies outside.
  private func pattern(_ written: Bytes, in folder: Folder) -> Bytes? {
    let target = reader.project.path(inNamedFolder: written) ?? written
    if let path = target.rooted { return path.folded }
    guard let base = folder.path?.bytes else { return nil }
    // The folder's own name is no pattern.
    let plain = Bytes(
      base.flatMap { byte -> Bytes in
        "*?[\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
      })
    let path = plain.joined(target).folded
    return path.components.first == Bytes("..".utf8) ? nil : path
  }

  // MARK: keys

  /// Why no source can be had for a key.
  enum KeyFailure: Error {
    case file(FileFailure)
    /// Files can't be read that may mark it, too: what to say of each.
    case unread([Diagnostic])

    /// The problem of the directive, or the first of the files.
    func diagnostic(at directive: Directive, in template: Template) -> Diagnostic {
      switch self {
      case .file(let failure): failure.diagnostic(at: directive, in: template)
      case .unread(let problems): problems[0]
      }
    }
  }

  /// The one source that marks a region of that name, today or at a revision.
  func path(ofKey key: Bytes, at revision: Bytes?) -> Result<RootPath, KeyFailure> {
    let (found, unread): ([SourceLookup.Found], [Diagnostic])
    switch places(ofKey: key, at: revision) {
    case .success(let places): (found, unread) = places
    case .failure(let failure): return .failure(.file(failure))
    }
    guard found.count > 1 else {
      if !unread.isEmpty { return .failure(.unread(unread)) }
      if let only = found.first { return .success(only.path) }
      return .failure(.file(revision.map { unknown(key, at: $0) } ?? unknown(key)))
    }
    let then = revision.map { " at revision '\($0.text)'" } ?? ""
    var failure = FileFailure(
      id: .ambiguousKey,
      message: "'\(key.text)' is marked in \(found.count) files\(then)")
    failure.placedNotes = found.prefix(8).map { place in
      Diagnostic.Note("it begins here", at: self.place(of: place, at: revision))
    }
    if found.count > 8 { failure.notes.append("and in \(found.count - 8) more") }
    let named = "'/\(found[0].path.text) region=\(key.asOption)'"
    failure.notes.append(
      revision == nil
        ? "give one of them another name, or name the file: \(named)" : "name the file: \(named)")
    return .failure(.file(failure))
  }

  private func places(
    ofKey key: Bytes, at revision: Bytes?
  ) -> Result<([SourceLookup.Found], unread: [Diagnostic]), FileFailure> {
    guard let revision else {
      return reader.lookup.keys.map { ($0.places[key] ?? [], $0.unread.map(\.problem)) }
    }
    return reader.lookup.candidates(forKey: key, at: revision)
      .mapError { reader.failure($0, of: key, at: revision) }
      .flatMap { paths in
        var found: [SourceLookup.Found] = []
        for path in paths {
          switch reader.source(WrittenPath(path), name: reader.project.name(of: path), revision) {
          case .success(let facts):
            guard let mark = facts.regions.beginnings.first(where: { $0.name == key }) else {
              continue
            }
            found.append(SourceLookup.Found(path: path, line: mark.line))
          // No directive can show it.
          case .failure(let failure)
          where [.refusedFile, .fileTooLarge, .fileNotFound, .outsideRoot].contains(failure.id):
            continue
          case .failure(let failure): return .failure(failure)
          }
        }
        return .success((found, []))
      }
  }

  private func unknown(_ key: Bytes, at revision: Bytes) -> FileFailure {
    var failure = FileFailure(
      id: .regionNotFound,
      message:
        "no source of the project marked a region '\(key.text)' at revision '\(revision.text)'")
    if case .success(let keys) = reader.lookup.keys, let found = keys.places[key]?.first {
      failure.placedNotes = [.init("today it begins here", at: place(of: found, at: nil))]
    }
    return failure
  }

  private func unknown(_ key: Bytes) -> FileFailure {
    var failure = FileFailure(
      id: .regionNotFound, message: "no source of the project marks a region '\(key.text)'")
    guard case .success(let keys) = reader.lookup.keys else { return failure }
    let near = nearest(to: key.text, among: keys.places.keys.map(\.text).sorted(), count: 2)
    failure.placedNotes = near.compactMap { name in
      keys.places[Bytes(name.utf8)]?.first.map {
        Diagnostic.Note("the nearest is '\(name)'", at: place(of: $0, at: nil))
      }
    }
    if let best = near.first { failure.fixIt = "key=\(Bytes(best.utf8).asOption)" }
    if near.isEmpty {
      failure.notes.append(
        "mark one with '#region \(key.text)' and '#endregion' in comments; files that git ignores are not looked at"
      )
    }
    return failure
  }

  private func place(of found: SourceLookup.Found, at revision: Bytes?) -> Place? {
    let name = reader.project.name(of: found.path)
    return (try? reader.source(WrittenPath(found.path), name: name, revision).get()).flatMap {
      facts in
      found.line < facts.source.lines.count ? facts.source.place(ofLine: found.line) : nil
    }
  }

  /// The path of a document that is no standard input.
  private func path(ofDocument template: Template) -> RootPath? {
    reader.project.pathBelowRoot(Bytes(shownAs: template.source.name))
  }
}

extension SourceReader {
  /// What else decides what a document shows that looks for its sources: files in which a region may be marked, and folders
  /// in which a file may appear. In order.
  func places(of questions: Set<SourceLookup.Question>) -> [RootPath] {
    var found: Set<RootPath> = []
    func add(foldersOf path: RootPath, below base: RootPath) {
      var folder = path.folder
      while true {
        found.insert(folder)
        if folder.isRoot || folder == base { return }
        folder = folder.folder
      }
    }
    for question in questions {
      switch question {
      case .key:
        for path in lookup.sources {
          found.insert(path)
          add(foldersOf: path, below: .root)
        }
      case .pattern(let pattern):
        let plain = pattern.folder.components.prefix { part in
          !part.contains { "*?[\\".utf8.contains($0) }
        }
        let base = RootPath(trusted: Bytes(plain.joined(separator: [Bytes.slash])))
        found.insert(base)
        // Only where the folders are patterns, too, can a file appear in another.
        guard plain.count < pattern.folder.components.count else { continue }
        for path in (try? lookup.files.get()) ?? [] where path.lies(at: base) {
          add(foldersOf: path, below: base)
        }
      }
    }
    return found.sorted { $0.stored.comesBefore($1.stored) }
  }
}
