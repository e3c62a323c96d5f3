package import DocbuildCore

/// The output that a template is woven into: `NAME.md` for `NAME.src`; an in-place document is its own.
package func outputPath(ofTemplate path: Bytes) -> Bytes {
  let ending = Bytes(".src".utf8)
  guard path.ends(with: ending) else { return path }
  let stem = path.count - ending.count
  return Bytes(unsafeUninitializedCapacity: stem + 3) { room, count in
    for at in 0..<stem { room[at] = path[at] }
    for (at, byte) in ".md".utf8.enumerated() { room[stem + at] = byte }
    count = stem + 3
  }
}

extension Project {
  /// Whether the file that a user in the current folder calls `file` is a template or an in-place document: as the
  /// configuration says, else by its name.
  package func kind(ofFile file: Bytes) -> Template.Kind {
    if let path = pathBelowRoot(file), let kind = rules.kind(of: path) { return kind }
    return file.isNameOfPage ? .inPlace : .template
  }

  /// Whether the configuration, or a file's name, calls it a template or an in-place document.
  package func callsDocument(_ file: Bytes) -> Bool {
    pathBelowRoot(file).map { rules.kind(of: $0) != nil } ?? true
  }

  /// What a document is woven into, both as a user in the current folder would write them.
  package func output(ofFile file: Bytes) -> Bytes {
    guard kind(ofFile: file) == .template else { return file }
    guard let path = pathBelowRoot(file), rules.names(path) else {
      return outputPath(ofTemplate: file)
    }
    return name(of: rules.output(ofTemplate: path))
  }

  /// The template of an output, both as a user in the current folder would write them; the file itself when no template
  /// is woven into it.
  package func template(ofOutput file: Bytes) -> Bytes {
    guard let path = pathBelowRoot(file), let template = template(woven: path) else { return file }
    // Beside the output it is called as the output is.
    return template.folder == path.folder
      ? file.folder.joined(template.fileName) : name(of: template)
  }

  /// The template that is woven into a file, below the root; nil when none is.
  func template(woven output: Bytes) -> Bytes? {
    rules.templates(of: output).first { root.exists($0) }
  }
}

extension Bytes {
  /// Whether a file of that name is a page of Markdown.
  package var isNameOfPage: Bool {
    let name = fileName.text.lowercased()
    return [".md", ".markdown"].contains { name.hasSuffix($0) }
  }
}
