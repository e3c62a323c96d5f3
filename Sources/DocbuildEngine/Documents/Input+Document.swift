package import DocbuildCore

extension Input {
  /// Reads a document of a project; nil for what is none after all: a symbolic link to another document or to nothing,
  /// and a `*.src` that holds no directive, that nothing names and whose output does not stand beside it.
  static func document(_ document: ProjectDocument, in project: Project) -> Result<
    Input?, DiagnosticError
  > {
    let name = project.name(of: document.path)
    func failed(_ id: DiagnosticID, _ message: String) -> Result<Input?, DiagnosticError> {
      .failure(DiagnosticError(diagnostic: Diagnostic(id, message, at: Place(file: name.text))))
    }
    switch project.root.readFile(document.path, limit: 1 << 30) {
    case .success(let file):
      let dialect = project.rules.dialect(of: document.path)
      if document.isPage { return .success(Input(page: file.bytes, name: name, dialect)) }
      if file.path != document.path, project.isDocument(file.path) { return .success(nil) }
      var input = Input(
        name: name, bytes: file.bytes, kind: document.kind, base: name.folder, dialect: dialect,
        defaults: project.configuration.defaults(of: document.path))
      input.output = document.output
      return .success(project.isTemplateByText(document, input) ? input : nil)
    case .failure(.notFound):
      // A link that leads nowhere, as editors use them for locks.
      if project.root.isLink(document.path) { return .success(nil) }
      return failed(.fileNotFound, "file '\(name.text)' not found")
    case .failure(.outside):
      // The message does not say whether there is anything, so it is the same for what leads nowhere.
      var warning = Diagnostic(
        .outsideRoot,
        "'\(name.text)' is a link out of the root, where nothing is read: it is not a document",
        at: Place(file: name.text))
      warning.severity = .warning
      return .failure(DiagnosticError(diagnostic: warning))
    case .failure(.refused(let reason)):
      return failed(.refusedFile, "file '\(name.text)' is refused: \(reason)")
    case .failure(.notRegular(let kind)):
      return failed(.notRegularFile, "'\(name.text)' is \(kind.rawValue), expected a regular file")
    case .failure(.tooLarge): return failed(.fileTooLarge, "file '\(name.text)' is too large")
    case .failure(.unreadable(let code)):
      return failed(.unreadableFile, "cannot read '\(name.text)': \(systemMessage(code))")
    }
  }
}

extension Project {
  /// Whether the file is a document or the output of one.
  fileprivate func isDocument(_ path: RootPath) -> Bool {
    rules.kind(of: path) != nil || template(woven: path) != nil
  }

  /// The document inside the root that a link leads to, as the user would write it; nil for what is no such link, which is a
  /// document by itself.
  package func document(behindLink name: Bytes) -> Bytes? {
    guard let path = pathBelowRoot(name), root.isLink(path), let real = root.real(path),
      isDocument(real)
    else { return nil }
    return self.name(of: real)
  }

  /// False for a `*.src` that only happens to be called so, as test data of compilers are.
  fileprivate func isTemplateByText(_ document: ProjectDocument, _ input: Input) -> Bool {
    document.kind != .template || !rules.looksAtText || input.template.showsIntent
      || rules.names(document.path) || hasOutput(document)
  }

  /// Whether something stands where the output goes.
  func hasOutput(_ document: ProjectDocument) -> Bool {
    document.output.folded.map { root.isThere($0) } ?? false
  }
}
