package import DocbuildCore

/// A document of a project.
package struct ProjectDocument: Sendable, Hashable {
  package let kind: Template.Kind
  /// The template or the in-place document, below the root.
  package let path: Bytes
  /// What it is woven into, below the root; an in-place document is its own output.
  package let output: Bytes
}

/// The documents of a project, and what is wrong with their names.
package struct ProjectDocuments: Sendable {
  /// In the order of their paths' bytes.
  package private(set) var documents: [ProjectDocument] = []
  package private(set) var diagnostics: [Diagnostic] = []

  /// Scans the project: without configuration every `*.src`, and every `.md` that holds `embed` directives or embedmd
  /// commands.
  package static func scan(_ project: Project) throws -> ProjectDocuments {
    let configuration = project.configuration
    let endings =
      configuration.templates == nil && configuration.inPlace == nil
      ? [".src", ".md", ".markdown", "docbuild.toml"] : [""]
    let files: [Bytes]
    switch ProjectFiles(root: project.root.path).list(endings: endings.map { Bytes($0.utf8) }) {
    case .success(let found): files = found
    case .failure(.gitMissing):
      throw ScanFailure(
        "git is needed to know which files are ignored, and it is not on PATH: 'apt-get install git'"
      )
    case .failure(.gitFailed(let why)):
      throw ScanFailure("git can't list the project's files: \(why)")
    case .failure(.system(let error)): throw error
    }
    var found = ProjectDocuments()
    let templates = (configuration.templates ?? ["**/*.src"]).map(Glob.init)
    let inPlace = (configuration.inPlace ?? ["**/*.md", "**/*.markdown"]).map(Glob.init)
    let excluded = (configuration.exclude ?? []).map(Glob.init)
    for file in files where !excluded.contains(where: { $0.matches(file) }) {
      if templates.contains(where: { $0.matches(file) }) {
        let output =
          configuration.outputs?[file.text].map { Bytes($0.utf8).folded }
          ?? outputPath(ofTemplate: file)
        found.documents.append(ProjectDocument(kind: .template, path: file, output: output))
      } else if inPlace.contains(where: { $0.matches(file) }) {
        found.documents.append(ProjectDocument(kind: .inPlace, path: file, output: file))
      }
    }
    let outputs = ByteTable<Bool>()
    for document in found.documents where document.kind == .template {
      outputs[document.output] = true
    }
    // What a template is woven into is no document of its own.
    found.documents.removeAll { $0.kind == .inPlace && outputs[$0.path] != nil }
    found.reportCollisions(project)
    return found
  }

  /// Two documents for one output, and outputs that differ only in case.
  private mutating func reportCollisions(_ project: Project) {
    let byOutput = ByteTable<Int>()
    let byFoldedCase = ByteTable<Int>()
    for (index, document) in documents.enumerated() {
      var name: String { project.name(of: document.path).text }
      var output: String { project.name(of: document.output).text }
      let folded = document.output.inLowerCase
      if let other = byOutput[document.output] {
        let first = project.name(of: documents[other].path).text
        diagnostics.append(
          Diagnostic(
            .outputCollision, "'\(output)' would be made from '\(first)' and from '\(name)'",
            at: Place(file: name),
            notes: [.init("'outputs' in docbuild.toml gives one of them another name")]))
      } else if let other = byFoldedCase[folded] {
        let first = project.name(of: documents[other].output).text
        diagnostics.append(
          Diagnostic(
            .outputCollision,
            "'\(output)' and '\(first)' differ only in case: some systems have room for one only",
            at: Place(file: name)))
      } else {
        byOutput[document.output] = index
        byFoldedCase[folded] = index
      }
      if document.path == document.output, document.kind == .template {
        diagnostics.append(
          Diagnostic(
            .outputCollision, "the template '\(name)' would be its own output",
            at: Place(file: name),
            notes: [.init("'outputs' in docbuild.toml names another")]))
      }
    }
  }
}

/// The project's files can't be listed.
package struct ScanFailure: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}

extension Bytes {
  /// In lower case, as a file system that ignores case would compare it.
  fileprivate var inLowerCase: Bytes {
    if contains(where: { $0 >= 0x80 }) { return Bytes(text.lowercased().utf8) }
    return map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }
}
