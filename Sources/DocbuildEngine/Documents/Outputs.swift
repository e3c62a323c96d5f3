package import DocbuildCore

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

  /// The template that is woven into a file; nil when none is.
  func template(woven output: RootPath) -> RootPath? {
    rules.templates(of: output).first { root.exists($0) }
  }
}
