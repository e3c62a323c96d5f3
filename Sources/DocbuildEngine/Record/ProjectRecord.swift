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

  /// Where a text was read.
  package struct Origin: Sendable, Equatable {
    /// The file that it is from, below the root, or its address; nil for a value that no file holds.
    package let source: String?
    /// What git calls the text of the file, at the revision if there is one; nil for what is no file of the tree.
    package let blob: String?
    /// The git revision that it was read at.
    package let revision: String?
    /// The commit that the revision names.
    package let commit: String?
  }

  /// An excerpt on a page, or a value in a sentence.
  package struct Block: Sendable, Equatable {
    /// The page's line, from 1.
    package let line: Int
    /// What it is from.
    package let origin: Origin
    /// What it is compared with, by `diff` and its like; nil for nothing.
    package let other: Origin?
    /// The lines, as in `3-8,10`; empty where none are.
    package let lines: String
    /// The options of the directive.
    package let options: String
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
      return Page(turn.document, input, page, woven, in: session)
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
    in session: Session
  ) {
    var origins = Origins(session: session)
    for dependency in woven.dependencies {
      origins.paths[dependency.name.text] = dependency.path
    }
    let bytes = page.bytes
    output = .init(
      path: document.output.text, digest: Hash(bytes).text, blob: Hash.blobName(of: bytes))
    template = .init(
      path: document.path.text,
      digest: document.kind == .inPlace ? output.digest : Hash(input.template.source.bytes).text,
      blob: document.kind == .inPlace ? output.blob : origins.blob(document.path))
    blocks = page.recordedExcerpts.map { excerpt in
      .init(
        line: excerpt.line, origin: origins.origin(excerpt.source?.name, excerpt.revision),
        other: excerpt.other.map { origins.origin($0) },
        lines: excerpt.lines.map {
          $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }.joined(separator: ","), options: excerpt.options, digest: Hash(excerpt.text).text)
    }
  }
}

/// Finds where the texts of a page were read, and asks for each only once.
private struct Origins {
  let session: Session
  /// The files that the page is made from, by what the user calls them.
  var paths: [String: RootPath] = [:]
  private var blobs: [Bytes: String] = [:]
  /// By revision and path with a NUL between.
  private var revisions: [Bytes: (commit: String, blob: String)] = [:]

  init(session: Session) { self.session = session }

  private var project: Project { session.project }

  /// What git calls the text of the file at a path; nil for what is no file of the tree.
  mutating func blob(_ path: some PathFromRoot) -> String? {
    if let known = blobs[path.bytes] { return known }
    guard
      case .success(let bytes) = project.root.read(path, limit: project.options.maxSourceBytes)
    else { return nil }
    let name = Hash.blobName(of: bytes)
    blobs[path.bytes] = name
    return name
  }

  /// - Parameter name: as the user would write it.
  mutating func origin(_ name: String?, _ revision: String?) -> ProjectRecord.Origin {
    guard let name else { return .init(source: nil, blob: nil, revision: nil, commit: nil) }
    if let revision {
      let path = project.pathBelowRoot(Bytes(name.utf8)).map { WrittenPath($0) }
      return origin(path ?? WrittenPath(Bytes(name.utf8)), at: revision)
    }
    let path = paths[name]
    return .init(
      source: path?.text ?? name, blob: path.flatMap { blob($0) }, revision: nil, commit: nil)
  }

  /// The other side of a comparison.
  mutating func origin(_ other: RecordedOther) -> ProjectRecord.Origin {
    if other.target.isURL { return origin(other.target.text, nil) }
    let target = project.path(inNamedFolder: other.target) ?? other.target
    let name = Bytes(other.template.utf8).folder.joined(target).folded
    let path =
      target.rooted.map { WrittenPath($0.folded) }
      ?? (paths[name.text] ?? project.pathBelowRoot(name)).map { WrittenPath($0) }
      ?? WrittenPath(name)
    if let revision = other.revision { return origin(path, at: revision) }
    return .init(source: path.text, blob: blob(path), revision: nil, commit: nil)
  }

  private mutating func origin(_ path: WrittenPath, at revision: String) -> ProjectRecord.Origin {
    let key = Bytes(revision.utf8) + [0] + path.bytes
    let known =
      revisions[key]
      ?? path.folded.flatMap {
        GitRevisions(project: project, interrupt: session.interrupt).identity(
          of: $0, at: Bytes(revision.utf8))
      }
    revisions[key] = known
    return .init(
      source: path.text, blob: known?.blob, revision: revision, commit: known?.commit)
  }
}
