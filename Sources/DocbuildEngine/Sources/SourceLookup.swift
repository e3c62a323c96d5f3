import DocbuildCore
import Glibc
import Synchronization

/// What directives look for in all files of a project: files by patterns, and regions by their names.
final class SourceLookup: Sendable {
  /// What a directive looks for; what comes of it may be another as soon as a file comes, goes or changes.
  enum Question: Sendable, Hashable {
    case key
    /// The pattern, from the root on.
    case pattern(Bytes)
  }

  /// A region, and where its first mark stands.
  struct Found: Sendable {
    let path: RootPath
    let line: Int
  }

  /// The regions that files mark, as far as these can be read.
  struct Keys: Sendable {
    /// By their names, in the order of the paths; a file once, whatever links lead to it.
    fileprivate(set) var places: [Bytes: [Found]] = [:]
    /// The files that can't be read, with what to say of them: each may mark a region of any name.
    fileprivate(set) var unread: [(path: RootPath, problem: Diagnostic)] = []
  }

  private let project: Project
  private let interrupt: Interrupt
  private let state = Mutex(State())

  private struct State {
    var files: Result<[RootPath], FileFailure>?
    var keys: Result<Keys, FileFailure>?
    /// What files that were read hold, by their paths.
    var known: [RootPath: Marked] = [:]
    /// The files that revisions hold.
    var revisions: [Bytes: Result<[RootPath], GitRevisions.Failure>] = [:]
    /// The files that may mark a region of a name at a revision, by both.
    var candidates: [[Bytes]: Result<[RootPath], GitRevisions.Failure>] = [:]
  }

  /// The regions that a file held.
  private struct Marked: Sendable {
    /// Nil where that can't be told.
    let stamp: Stamp?
    let regions: [(name: Bytes, line: Int)]
  }

  init(_ project: Project, _ interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
  }

  /// Forgets what files that `isGone` takes held, and what files there are.
  func forget(_ isGone: (WrittenPath) -> Bool) {
    state.withLock { state in
      state.files = nil
      state.keys = nil
      state.revisions = [:]
      state.candidates = [:]
      state.known = state.known.filter { !isGone(WrittenPath($0.key)) }
    }
  }

  // MARK: patterns

  /// The files that a pattern fits, in order: those that git does not ignore.
  func paths(fitting pattern: Bytes) -> Result<[RootPath], FileFailure> {
    let glob = Glob("/" + pattern.text)
    return files.map { files in
      files.filter { path in
        glob.matches(path) && project.root.exists(path) && !project.root.isFolder(path)
      }
    }
  }

  /// The files that a pattern fits, in order, as they were at a revision.
  func paths(
    fitting pattern: Bytes, at revision: Bytes
  ) -> Result<[RootPath], GitRevisions.Failure> {
    let found = state.withLock { state in
      if let known = state.revisions[revision] { return known }
      let found = GitRevisions(project: project, interrupt: interrupt).files(at: revision)
      if !interrupt.isSet { state.revisions[revision] = found }
      return found
    }
    let glob = Glob("/" + pattern.text)
    return found.map { $0.filter { glob.matches($0) } }
  }

  /// All files of the project that git does not ignore, in order.
  var files: Result<[RootPath], FileFailure> {
    state.withLock { state in
      if let known = state.files { return known }
      let found = list()
      if !interrupt.isSet { state.files = found }
      return found
    }
  }

  private func list() -> Result<[RootPath], FileFailure> {
    ProjectFiles(project: project, interrupt: interrupt).list(endings: [[]]).mapError { failure in
      switch failure {
      case .gitMissing:
        FileFailure(
          id: .toolMissing,
          message:
            "git is needed to know which files are ignored, and it is \(ChildProcess.nowhere)",
          notes: ["install it with 'apt-get install git'"])
      case .gitFailed(let why):
        FileFailure(id: .toolFailed, message: "git can't list the project's files: \(why)")
      case .system(let error): FileFailure(id: .unreadableFile, message: error.message)
      }
    }
  }

  // MARK: keys

  /// The sources that hold the name of a region as they were at a revision, in order: whether they mark it, they must be read
  /// for.
  func candidates(
    forKey key: Bytes, at revision: Bytes
  ) -> Result<[RootPath], GitRevisions.Failure> {
    state.withLock { state in
      if let known = state.candidates[[key, revision]] { return known }
      let found = GitRevisions(project: project, interrupt: interrupt)
        .files(holding: key, at: revision).map { $0.filter { isSource($0) } }
      if !interrupt.isSet { state.candidates[[key, revision]] = found }
      return found
    }
  }

  /// The regions of all files.
  var keys: Result<Keys, FileFailure> {
    let files: [RootPath]
    switch self.files {
    case .success(let found): files = found.filter { isSource($0) }
    case .failure(let failure): return .failure(failure)
    }
    return state.withLock { state in
      if let known = state.keys { return known }
      let found = Result<Keys, FileFailure>.success(index(files, &state.known))
      if !interrupt.isSet { state.keys = found }
      return found
    }
  }

  /// The files in which regions are looked for, in order.
  var sources: [RootPath] { ((try? files.get()) ?? []).filter { isSource($0) } }

  private func isSource(_ path: RootPath) -> Bool {
    let rules = project.rules
    // What begins with a dot is some tool's own, and may change with every run.
    return PathKind.isSource(path) && !path.components.contains { $0.first == UInt8(ascii: ".") }
      && !rules.leavesOut(path) && rules.kind(of: path) == nil
      && !rules.templates(of: path).contains { project.root.exists($0) }
  }

  private func index(_ files: [RootPath], _ known: inout [RootPath: Marked]) -> Keys {
    let root = project.root
    let (batch, old) = (64, known)
    let made = ParallelJobs.run((files.count + batch - 1) / batch, threads: processorCount) {
      number -> [Result<Marked, FileTrouble>?] in
      files[number * batch..<min(files.count, (number + 1) * batch)].map { path in
        guard !self.interrupt.isSet else { return nil }
        let stamp = root.stamp(of: path)
        if stamp != nil, let before = old[path], before.stamp == stamp { return .success(before) }
        return self.regions(in: path).map { Marked(stamp: stamp, regions: $0) }
      }
    }
    var found = Keys()
    known = [:]
    for (path, result) in zip(files, (made ?? []).joined()) {
      switch result {
      case .success(let marked)?:
        if marked.stamp != nil { known[path] = marked }
        for (name, line) in marked.regions {
          found.places[name, default: []].append(Found(path: path, line: line))
        }
      case .failure(.unreadable(let code))?:
        found.unread.append((path, unread(path, code)))
      // What is no source, or is too large for one, no directive can show.
      case .failure?, nil: continue
      }
    }
    for (name, places) in found.places where places.count > 1 {
      let links = root.links(among: places.map(\.path))
      if !links.isEmpty { found.places[name] = places.filter { !links.contains($0.path) } }
    }
    let links = root.links(among: found.unread.map(\.path))
    found.unread.removeAll { links.contains($0.path) }
    return found
  }

  private func unread(_ path: RootPath, _ code: Int32) -> Diagnostic {
    Diagnostic(
      unreadable: project.name(of: path), code,
      notes: [
        "which file marks the region of a 'key=…' can't be told without it",
        "make it readable, or leave it out by 'exclude' in docbuild.toml",
      ])
  }

  /// The regions that a file marks, each name once; none for what is no text.
  private func regions(in path: RootPath) -> Result<[(name: Bytes, line: Int)], FileTrouble> {
    project.root.read(path, limit: project.options.maxSourceBytes).map { bytes in
      guard bytes.firstOffset(of: 0, in: 0..<min(bytes.count, 8000)) == nil else { return [] }
      let source = Source(name: path.text, bytes: normalised(bytes), path: path.bytes)
      let facts = SourceFacts(source, dialects: project.configuration.regionDialects)
      var seen: Set<Bytes> = []
      return facts.regions.beginnings.filter { seen.insert($0.name).inserted }
    }
  }
}
