import DocbuildCore
import Glibc
import Synchronization

/// Why a directive's file could not be had: a diagnostic that still lacks its place.
struct FileFailure: Error {
  let id: DiagnosticID
  let message: String
  var notes: [String] = []
  /// The target that was meant, perhaps.
  var fixIt: String?
}

/// Reads sources, each once for all documents and threads: from the working tree, git or the network.
package final class SourceReader: Sendable {
  package let project: Project
  /// What directives yield, for all documents.
  let excerpts = ExcerptCache()
  private let state = Mutex(State())
  /// The documents whose outputs are read as they will be; nil for as they are.
  let documents: DocumentTable?

  /// What is known of sources that are outputs of documents.
  private struct Made {
    /// The documents that are woven into files; -1 for files that none is woven into.
    let makers = ByteTable<Int>()
    /// Texts by the paths that they are read at; nil for what is read as it is.
    let texts = ByteTable<Source?>()
    /// Cycles that were found.
    var cycles: [[Bytes]] = []
  }

  private let made = Mutex(Made())

  private struct State {
    let files = ByteTable<Result<Source, FileFailure>>()
    let realPaths = ByteTable<Bytes>()
    /// Folders by the names that the user has for them.
    let folders = ByteTable<Result<Bytes?, Errno>>()
    /// Paths of sources, each in memory once.
    let paths = ByteTable<Bytes>()
    /// Sources with their symbols.
    let parsed = ByteTable<Source>()
  }

  package init(_ project: Project) {
    self.project = project
    documents = nil
  }

  /// - Parameter documents: those whose outputs are read as they will be once they are woven.
  init(_ project: Project, documents: DocumentTable) {
    self.project = project
    self.documents = documents
  }

  /// The path at which a file really is, below the root, once `source` has read it from the working tree: one for all
  /// ways to write it.
  func realPath(of path: Bytes) -> Bytes { state.withLock { $0.realPaths[path] } ?? path }

  /// The document that is woven into the file at `path`.
  func maker(of path: Bytes, among documents: DocumentTable) -> Int? {
    if let known = made.withLock({ $0.makers[path] }) { return known < 0 ? nil : known }
    let found = project.maker(of: path, among: documents)
    made.withLock { $0.makers[path] = found ?? -1 }
    return found
  }

  func note(cycle: [Bytes]) {
    made.withLock { made in
      if made.cycles.count < 1000 { made.cycles.append(cycle) }
    }
  }

  /// What is known already of a file that is a document's output; nil when that must be woven first.
  func known(_ path: Bytes, _ output: Bytes, for reader: Bytes) -> MadeText? {
    made.withLock { made in
      if let text = made.texts[path] { return text.map { .text($0) } ?? .file }
      let cycles = made.cycles.filter { $0.contains(output) }
      if let own = cycles.first(where: { $0.contains(reader) }) {
        return .cycle(SourceReader.turned(own, to: reader))
      }
      return cycles.isEmpty ? nil : .file
    }
  }

  /// The same cycle from another of its members on.
  static func turned(_ cycle: [Bytes], to first: Bytes) -> [Bytes] {
    guard let start = cycle.firstIndex(of: first) else { return cycle }
    return Array(cycle[start...] + cycle[..<start])
  }

  /// Keeps what an output will be, nil for what it is; what came first stays.
  func note(_ text: Source?, at path: Bytes) -> Source? {
    made.withLock { made in
      if let known = made.texts[path] { return known }
      made.texts[path] = .some(text)
      return text
    }
  }

  /// The real path below the root of the folder that the user calls `name`; nil when it lies elsewhere
  /// or is not there.
  func realFolder(_ name: Bytes) -> Result<Bytes?, Errno> {
    if let known = state.withLock({ $0.folders[name] }) { return known }
    let found: Result<Bytes?, Errno>
    switch name.findReal() {
    case .success(let real): found = .success(real.below(project.root.path))
    case .failure(let error) where error.code == ENOENT || error.code == ENOTDIR:
      found = .success(nil)
    case .failure(let error): found = .failure(error)
    }
    state.withLock { $0.folders[name] = found }
    return found
  }

  /// The same path, one in memory for all documents.
  func shared(_ path: Bytes) -> Bytes {
    state.withLock { state in
      if let known = state.paths[path] { return known }
      state.paths[path] = path
      return path
    }
  }

  /// What is at `path` below the root, called `name` by the user; at a git revision if one is given.
  func source(_ path: Bytes, name: Bytes, _ revision: Bytes?) -> Result<Source, FileFailure> {
    once(SourceReader.key(path, revision)) {
      let read =
        revision.map { self.read(path, name: name, at: $0) } ?? self.read(path, name: name)
      return read.map { Source(name: name.text, bytes: normalised($0), path: name) }
    }
  }

  /// The same source with its definitions, when there is a parser for its language.
  func withSymbols(_ source: Source, _ path: Bytes, _ revision: Bytes?) -> Source {
    let key = SourceReader.key(path, revision)
    if let known = state.withLock({ $0.parsed[key] }) { return known }
    let finder = SymbolFinder(root: project.root.path)
    let found = finder.symbols(of: source).map { source.with(symbols: $0) } ?? source
    return state.withLock { state in
      if let known = state.parsed[key] { return known }
      state.parsed[key] = found
      return found
    }
  }

  /// No path holds a NUL.
  private static func key(_ path: Bytes, _ revision: Bytes?) -> Bytes {
    path + (revision.map { [0] + $0 } ?? [])
  }

  /// What is known for `key`, else what `make` gives; threads that come at once may make it twice, and all get the
  /// same.
  private func once(
    _ key: Bytes, _ make: () -> Result<Source, FileFailure>
  ) -> Result<Source, FileFailure> {
    if let known = state.withLock({ $0.files[key] }) { return known }
    let made = make()
    return state.withLock { state in
      if let known = state.files[key] { return known }
      state.files[key] = made
      return made
    }
  }

  private func read(_ path: Bytes, name: Bytes) -> Result<Bytes, FileFailure> {
    project.root.readFile(path, limit: project.options.maxSourceBytes).map { file in
      state.withLock { $0.realPaths[path] = file.path }
      return file.bytes
    }.mapError { trouble in
      switch trouble {
      case .notFound: FileFailure(id: .fileNotFound, message: "file '\(name.text)' not found")
      case .outside: outside(name)
      case .refused(let reason):
        FileFailure(
          id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)",
          notes: reason.contains("git's own") ? [] : ["'allow' in docbuild.toml makes exceptions"])
      case .notRegular(let kind):
        FileFailure(
          id: .notRegularFile,
          message: "'\(name.text)' is \(kind.rawValue), expected a regular file")
      case .tooLarge(let size): tooLarge(name, size)
      case .unreadable(let code):
        FileFailure(
          id: .unreadableFile, message: "cannot read '\(name.text)': \(systemMessage(code))")
      }
    }
  }

  func outside(_ name: Bytes) -> FileFailure {
    FileFailure(
      id: .outsideRoot, message: "'\(name.text)' lies outside the root, where nothing is read",
      notes: [
        "the root is '\(project.root.path.text)'; '--root' chooses another, and paths are relative to the document"
      ])
  }

  private func tooLarge(_ name: Bytes, _ size: Int) -> FileFailure {
    FileFailure(
      id: .fileTooLarge,
      message:
        "file '\(name.text)' is too large: more than \(project.options.maxSourceBytes) bytes",
      notes: ["'--max-source-bytes' allows more"])
  }

  private func read(_ path: Bytes, name: Bytes, at revision: Bytes) -> Result<Bytes, FileFailure> {
    let folded = path.folded
    if folded.starts(with: Bytes("..".utf8)) { return .failure(outside(name)) }
    return GitRevisions(root: project.root.path).read(
      folded, at: revision, limit: project.options.maxSourceBytes,
      refuse: { project.root.reason(toRefuse: $0) }
    )
    .mapError { failure in
      switch failure {
      case .outside: outside(name)
      case .refused(let reason):
        FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)")
      case .noRepository:
        FileFailure(
          id: .revisionNotFound,
          message: "'rev' needs a git repository, and there is none around the root")
      case .toolMissing:
        FileFailure(
          id: .toolMissing,
          message: "'rev' needs the program 'git', which is \(ChildProcess.nowhere)",
          notes: ["install it with 'apt-get install git'"])
      case .revisionNotFound:
        FileFailure(
          id: .revisionNotFound, message: "git knows no revision '\(revision.text)'",
          notes: ["in a shallow clone, fetch it first: 'git fetch --tags --unshallow'"])
      case .fileNotFound:
        FileFailure(
          id: .fileNotFound, message: "file '\(name.text)' not found at revision '\(revision.text)'"
        )
      case .tooLarge: tooLarge(name, 0)
      case .failed(let why): FileFailure(id: .toolFailed, message: "git failed: \(why)")
      }
    }.flatMap { bytes in
      if let reason = project.root.reason(toRefuse: bytes, at: folded) {
        return .failure(
          FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)"))
      }
      return .success(bytes)
    }
  }

  /// What the URL of a directive gives, where URLs are allowed.
  func download(_ url: Bytes, _ recipe: Recipe) -> Result<Source, FileFailure> {
    guard project.options.allowsURLs else {
      return .failure(
        FileFailure(
          id: .urlNotAllowed, message: "the URL '\(url.text)' is not fetched",
          notes: ["'--allow-url' allows it"]))
    }
    guard !recipe.weave, recipe.revision == nil else {
      return .failure(
        FileFailure(id: .conflictingOptions, message: "'weave' and 'rev' take files, not URLs"))
    }
    return once(url) { fetch(url) }
  }

  private func fetch(_ url: Bytes) -> Result<Source, FileFailure> {
    Download(root: project.root.path).fetch(
      url.text, limit: project.options.maxSourceBytes
    )
    .map { Source(name: url.text, bytes: normalised($0), path: url) }
    .mapError { failure in
      switch failure {
      case .toolMissing:
        FileFailure(
          id: .toolMissing,
          message: "'--allow-url' needs the program 'curl', which is \(ChildProcess.nowhere)",
          notes: ["install it with 'apt-get install curl'"])
      case .tooLarge: tooLarge(url, 0)
      case .failed(let why):
        FileFailure(id: .urlFailed, message: "cannot fetch '\(url.text)': \(why)")
      }
    }
  }
}
