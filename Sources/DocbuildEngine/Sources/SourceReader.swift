import DocbuildCore
import Glibc
import Synchronization

/// Why a directive's file could not be had: a diagnostic that still lacks its place.
struct FileFailure: Error {
  let id: DiagnosticID
  let message: String
  var notes: [String] = []
  /// Notes with places of their own.
  var placedNotes: [Diagnostic.Note] = []
  /// The target that was meant, perhaps.
  var fixIt: String?
}

/// Reads sources, each once for all documents and threads: from the working tree, git or the network.
package final class SourceReader: Sendable {
  /// Whose sources they are.
  package let project: Project
  /// Ends the programs that are asked for sources.
  let interrupt: Interrupt
  /// What directives yield, for all documents.
  let excerpts = ExcerptCache()
  private let state = Mutex(State())
  /// What documents make of one another.
  let made: MadeTexts
  /// What is looked for in all files.
  let lookup: SourceLookup
  /// Where files went that are gone.
  let moved: MovedFiles
  /// Who reads the pages.
  private let readers: Readerships

  private struct State {
    /// By their keys, which are paths as they were written or addresses.
    var files = ByteTable<Result<SourceFacts, FileFailure>>()
    var realPaths = ByteTable<RootPath>()
    /// Folders by the names that the user has for them.
    var folders = ByteTable<Result<RootPath?, Errno>>()
    /// Paths of sources, each in memory once.
    let paths = ByteTable<RootPath>()
    /// Sources with their symbols, by the same keys.
    var parsed = ByteTable<SourceFacts>()
  }

  /// A reader for documents that show no other's output.
  package init(_ project: Project, interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
    made = MadeTexts(of: nil)
    moved = MovedFiles(project, interrupt)
    lookup = SourceLookup(project, interrupt)
    readers = Readerships(project.root, project.configuration.check)
  }

  /// - Parameter documents: those whose outputs are read as they will be once they are woven.
  init(_ project: Project, documents: DocumentTable, interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
    made = MadeTexts(of: documents)
    moved = MovedFiles(project, interrupt)
    lookup = SourceLookup(project, interrupt)
    readers = Readerships(project.root, project.configuration.check)
  }

  /// How the readers of the page at a path have lines emphasised: by the configuration, else by the page's
  /// dialect.
  func notation(ofPage path: some PathFromRoot, in dialect: Dialect) -> InfoNotation {
    .of(readers: readers.named(of: path)?.name ?? (dialect == .pythonMarkdown ? "mkdocs" : ""))
  }

  /// Takes the documents of the project as they are now: their outputs are read as they will be once they are woven.
  func follow(_ documents: DocumentTable) {
    forget(made.follow(documents).compactMap(\.folded))
  }

  /// Reports that files have changed, come or gone: they, and what was made of them, are read and made anew by whoever asks
  /// next, and nothing else is.
  ///
  /// Not while documents are woven. What is in `.git` stands for all that was read at revisions.
  ///
  /// - Parameter paths: a folder stands for all that lies in it.
  package func invalidate(_ paths: [RootPath]) { forget(paths) }

  private func forget(_ paths: [RootPath]) {
    guard !paths.isEmpty else { return }
    let realPaths = state.withLock { $0.realPaths.entries }
    let gone = GonePaths(paths, in: project, realPaths: realPaths)
    lookup.forget(gone.cover)
    let dropped = made.forget(gone.cover)
    let outputs = ByteTable<Bool>(capacity: dropped.count)
    for (path, _) in dropped { outputs[path] = true }
    func isKept(_ key: Bytes) -> Bool { !gone.forgets(key: key) && outputs[key] == nil }
    let (files, parsed) = state.withLock { ($0.files.entries, $0.parsed.entries) }
    let (keptFiles, keptParsed) = (
      files.filter { isKept($0.key) }, parsed.filter { isKept($0.key) }
    )
    let isReal = realPaths.map { !gone.cover(WrittenPath($0.key)) }
    state.withLock { state in
      state.files = ByteTable(keptFiles)
      state.parsed = ByteTable(keptParsed)
      state.realPaths = ByteTable(zip(realPaths, isReal).filter(\.1).map(\.0))
      // Few, and cheap to be found again.
      state.folders = ByteTable()
    }
    let sources = files.filter { !isKept($0.key) }.compactMap { try? $0.value.get() }
    excerpts.forget(
      dropped.compactMap(\.text) + sources + parsed.filter { !isKept($0.key) }.map(\.value),
      or: { gone.cover(WrittenPath(Bytes($0.name.utf8))) })
  }

  /// The path at which a file really is once `source` has read it from the working tree: one for all ways to write it. Before,
  /// what it is by its text; nil where that leads out of the root.
  func realPath(of path: WrittenPath) -> RootPath? {
    state.withLock { $0.realPaths[path] } ?? path.folded
  }

  /// The same for what is known to stay below the root.
  func realPath(of path: RootPath) -> RootPath { realPath(of: WrittenPath(path)) ?? path }

  /// Notes where a file really is.
  func note(realPath: RootPath, of path: WrittenPath) {
    state.withLock { $0.realPaths[path] = realPath }
  }

  /// The real path of the folder that the user calls `name`; nil when it lies elsewhere
  /// or is not there.
  func realFolder(_ name: Bytes) -> Result<RootPath?, Errno> {
    if let known = state.withLock({ $0.folders[name] }) { return known }
    var found = project.root.real(project.absolute(name))
    if case .failure(let error) = found, error.code == ENOENT || error.code == ENOTDIR {
      found = .success(nil)
    }
    state.withLock { $0.folders[name] = found }
    return found
  }

  /// The same path, one in memory for all documents.
  func shared(_ path: RootPath) -> RootPath {
    state.withLock { state in
      if let known = state.paths[path] { return known }
      state.paths[path] = path
      return path
    }
  }

  /// What is at `path`, called `name` by the user; at a git revision if one is given.
  ///
  /// - Parameter encoding: how it is written; nil for UTF-8.
  func source(
    _ path: WrittenPath, name: Bytes, _ revision: Bytes?, _ encoding: TextEncoding? = nil
  ) -> Result<SourceFacts, FileFailure> {
    once(SourceReader.key(path, revision, encoding)) {
      let read =
        revision.map { self.read(path, name: name, at: $0) } ?? self.read(path, name: name)
      return read.flatMap { bytes in
        guard let text = encoding.map({ $0.decoded(bytes) }) ?? bytes else {
          return .failure(
            FileFailure(
              id: .invalidEncoding,
              message: "'\(name.text)' is not written in \(encoding?.rawValue ?? "UTF-8")"))
        }
        return .success(
          SourceFacts(
            Source(
              name: name.text, bytes: normalised(text), path: name, revision: revision?.text),
            dialects: project.configuration.regionDialects))
      }
    }
  }

  /// The same source with its definitions, when there is a parser for its language.
  func withSymbols(
    _ facts: SourceFacts, _ path: WrittenPath, _ revision: Bytes?, _ encoding: TextEncoding? = nil
  ) -> SourceFacts {
    let key = SourceReader.key(path, revision, encoding)
    if let known = state.withLock({ $0.parsed[key] }) { return known }
    let finder = SymbolFinder(project: project, interrupt: interrupt)
    let source = facts.source
    let found =
      finder.symbols(of: source).map { SourceFacts(source, symbols: $0, dialects: facts.dialects) }
      ?? facts
    if interrupt.isSet { return found }
    return state.withLock { state in
      if let known = state.parsed[key] { return known }
      state.parsed[key] = found
      return found
    }
  }

  /// No path holds a NUL.
  private static func key(_ path: WrittenPath, _ revision: Bytes?, _ encoding: TextEncoding?)
    -> Bytes
  {
    path.bytes + (revision.map { [0] + $0 } ?? [])
      + (encoding.map { Bytes("\0\0\($0.rawValue)".utf8) } ?? [])
  }

  /// What is known for `key`, else what `make` gives; threads that come at once may make it twice, and all get the
  /// same.
  func once(
    _ key: Bytes, _ make: () -> Result<SourceFacts, FileFailure>
  ) -> Result<SourceFacts, FileFailure> {
    if let known = state.withLock({ $0.files[key] }) { return known }
    let made = make()
    // What an interrupted program says is not what is there.
    if interrupt.isSet { return made }
    return state.withLock { state in
      if let known = state.files[key] { return known }
      state.files[key] = made
      return made
    }
  }
}
