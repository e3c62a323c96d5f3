package import DocbuildCore

/// What the pages of a project are made from: of each the digests, and where every excerpt comes from.
package struct ProjectRecord: Sendable {
  /// A file with its digests.
  package struct File: Sendable, Equatable {
    /// Below the root.
    package let path: String
    /// SHA-256, as hexadecimal digits.
    package let digest: String
    /// What git calls its text; nil for what is no file of the tree.
    package let blob: String?
  }

  /// An excerpt on a page, or a value in a sentence.
  package struct Block: Sendable, Equatable {
    /// The page's line, from 1.
    package let line: Int
    /// The file that it is from, below the root, or its address; nil for a value that no file holds.
    package let source: String?
    /// What git calls the file's text; nil for what is no file of the tree.
    package let blob: String?
    /// The lines, as in `3-8,10`; empty where none are.
    package let lines: String
    /// The options of the directive.
    package let options: String
    /// The git revision that it was read at.
    package let revision: String?
    /// The digest of the text that is shown.
    package let digest: String
  }

  /// A page.
  package struct Page: Sendable, Equatable {
    /// The page as it is woven.
    package let output: File
    /// The template; the page itself where it is its own output.
    package let template: File
    /// In the order of the page.
    package let blocks: [Block]
  }

  /// In the order of the documents.
  package let pages: [Page]
  /// The commit that is checked out; nil where there is none.
  package let commit: String?
  /// What values were said to be on the command line.
  package let values: [String: String]
  /// What is wrong with the project, then with its documents.
  package let diagnostics: [Diagnostic]
}

extension ProjectRecord {
  /// Weaves and proves the documents of a project, and notes what they are made from. Nothing is written.
  ///
  /// - Throws: `Interrupted` when it is asked to end.
  package static func make(
    in session: Session, _ scope: Scope, threads: Int
  ) throws -> ProjectRecord {
    let project = session.project
    let pass = try ProjectPass(
      over: scope, in: session, followsReaders: false, proves: true, threads: threads)
    let found = try pass.run { turn -> Page? in
      guard let input = turn.input, let woven = turn.woven, woven.isDocument,
        let page = woven.document
      else { return nil }
      return Page(turn.document, input, page, woven, in: project)
    }
    var commit: String?
    if case .success(let facts) = session.sources.gitValue(.commit) {
      commit = facts.source.bytes.text.split(separator: "\n").first.map(String.init)
    }
    return ProjectRecord(
      pages: found.compactMap(\.made), commit: commit,
      values: project.options.values.mapValues(\.text),
      diagnostics: pass.problems + found.flatMap(\.problems))
  }
}

extension ProjectRecord.Page {
  fileprivate init(
    _ document: ProjectDocument, _ input: Input, _ page: Document, _ woven: Woven,
    in project: Project
  ) {
    var paths: [String: Bytes] = [:]
    for dependency in woven.dependencies { paths[dependency.name.text] = dependency.path }
    var blobs: [Bytes: String] = [:]
    func blob(_ path: Bytes) -> String? {
      if let known = blobs[path] { return known }
      guard
        case .success(let bytes) = project.root.read(path, limit: project.options.maxSourceBytes)
      else { return nil }
      let name = Hash.blobName(of: bytes)
      blobs[path] = name
      return name
    }
    let bytes = page.bytes
    output = .init(
      path: document.output.text, digest: Hash(bytes).text, blob: Hash.blobName(of: bytes))
    template = .init(
      path: document.path.text,
      digest: document.kind == .inPlace ? output.digest : Hash(input.template.source.bytes).text,
      blob: document.kind == .inPlace ? output.blob : blob(document.path))
    blocks = page.recordedExcerpts.map { excerpt in
      let path = excerpt.source.flatMap { paths[$0.name] }
      return .init(
        line: excerpt.line, source: path?.text ?? excerpt.source?.name,
        blob: excerpt.revision == nil ? path.flatMap(blob) : nil,
        lines: excerpt.lines.map {
          $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }.joined(separator: ","), options: excerpt.options, revision: excerpt.revision,
        digest: Hash(excerpt.text).text)
    }
  }
}
