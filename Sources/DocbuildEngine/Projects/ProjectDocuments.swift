package import DocbuildCore
import Glibc

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
  /// The paths of those whose output is refused, by what `diagnostics` say.
  private(set) var refused: [Bytes] = []

  /// Scans the project: without configuration every `*.src`, and every `.md` that holds `embed` directives or embedmd
  /// commands.
  package static func scan(_ project: Project) throws -> ProjectDocuments {
    let configuration = project.configuration
    let endings =
      configuration.templates == nil && configuration.inPlace == nil
      ? [".src", ".md", ".markdown", "docbuild.toml"] : [""]
    let files = try files(of: project, endings: endings.map { Bytes($0.utf8) })
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
    if configuration.outputs != nil || configuration.templates != nil {
      found.reportOutputsThatAreDocuments(project)
    }
    return found
  }

  /// The project's files whose names end so, below the root, in the order of their bytes.
  static func files(of project: Project, endings: [Bytes]) throws -> [Bytes] {
    switch ProjectFiles(root: project.root.path).list(endings: endings) {
    case .success(let found): return found
    case .failure(.gitMissing):
      throw ScanFailure(
        "git is needed to know which files are ignored, and it is not on PATH: 'apt-get install git'"
      )
    case .failure(.gitFailed(let why)):
      throw ScanFailure("git can't list the project's files: \(why)")
    case .failure(.system(let error)): throw error
    }
  }

  /// Those that are asked for.
  ///
  /// - Throws: when a path names nothing.
  func asked(by options: BuildOptions, in project: Project) throws -> [ProjectDocument] {
    let asked = documents.filter { options.includes($0) }
    for path in options.paths where !path.isEmpty && !project.root.path.joined(path).exists {
      var one = BuildOptions()
      one.paths = [path]
      if !documents.contains(where: { one.includes($0) }) {
        throw SystemError("cannot find", project.name(of: path).text, 2)
      }
    }
    return asked
  }

  /// An output that is a template or another document in its own right.
  private mutating func reportOutputsThatAreDocuments(_ project: Project) {
    let byPath = ByteTable<Bool>()
    for document in documents { byPath[document.path] = true }
    for document in documents
    where document.output != document.path && byPath[document.output] != nil {
      refused.append(document.path)
      diagnostics.append(
        Diagnostic(
          .outputIsSource,
          "the output '\(project.name(of: document.output).text)' is a template too",
          at: Place(file: project.name(of: document.path).text),
          notes: [.init("'outputs' in docbuild.toml names another")]))
    }
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
        refused += [document.path, documents[other].path]
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
        refused.append(document.path)
        diagnostics.append(
          Diagnostic(
            .outputCollision, "the template '\(name)' would be its own output",
            at: Place(file: name),
            notes: [.init("'outputs' in docbuild.toml names another")]))
      }
    }
  }
}

extension Project {
  /// Whether a document is there: git also lists what was taken away and is not committed yet.
  func holds(_ document: ProjectDocument) -> Bool {
    var status = stat()
    return root.path.joined(document.path).withCString { lstat($0, &status) } == 0
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
