import DocbuildCore
import Glibc

/// What has changed in a project since a revision, as far as git says: in commits, in the index, in the work tree, and files
/// that git does not know yet. More may be named than has changed, never less.
struct ChangedFiles: Sendable {
  /// Each once.
  let paths: [RootPath]
  /// Those that were there and are there, of the same kind, and may hold something else now.
  let kept: Set<RootPath>
  /// As the user wrote it.
  let revision: Bytes
  private let asked: GitChanges

  /// Asks git, which reads no file of the work tree for it: a filter that the repository's configuration names would be run
  /// for that.
  ///
  /// - Throws: when there is no repository, or no such revision in it.
  init(since revision: Bytes, in project: Project, _ interrupt: Interrupt) throws {
    let git: Git
    switch Git.around(project, interrupt) {
    case .success(let found): git = found
    case .failure(.program):
      throw CannotRun(
        "'--since' needs git, which is \(ChildProcess.nowhere): 'apt-get install git'")
    case .failure(.repository):
      throw CannotRun("'--since' needs a git repository around '\(project.root.path.text)'")
    }
    let asked = GitChanges(git: git, root: project.root)
    let committed = try asked.committed(since: revision)
    let inWorkTree = try asked.inWorkTree()
    let new = try asked.unknown()
    try interrupt.check()
    var all = Set(committed.keys)
    all.formUnion(inWorkTree)
    all.formUnion(new)
    paths = Array(all)
    self.revision = revision
    self.asked = asked
    kept = all.filter { path in
      committed[path] ?? !new.contains(path) && project.root.isThere(path)
    }
  }

  /// Those of `files` of which git does not know whether they have changed, since it ignores them or is not asked.
  func unknown(among files: [RootPath]) -> [RootPath] {
    let known = Set(paths)
    let others = files.filter { !known.contains($0) }
    guard !others.isEmpty, others.count <= 500, let tracked = asked.tracked(others) else {
      return others
    }
    return others.filter { !tracked.contains($0) }
  }

  /// The folders that were there and are not, or the other way round.
  ///
  /// - Throws: where git can't say.
  func foldersThatCameOrWent() throws -> [RootPath] {
    var folders: Set<RootPath> = []
    for path in paths where !kept.contains(path) {
      var folder = path.folder
      while !folder.isRoot, folders.insert(folder).inserted { folder = folder.folder }
    }
    guard !folders.isEmpty else { return [] }
    let old = try asked.folders(at: revision)
    return folders.filter { old.contains($0) != asked.root.isFolder($0) }
  }

  /// Whether something has changed that decides how all documents are read, or which there are.
  var touchesAll: Bool {
    paths.contains { path in
      let name = path.fileName
      return [Configuration.name.bytes, Bytes(".gitignore".utf8), Bytes(".gitmodules".utf8)]
        .contains(
          name)
        || Reader.routeFiles.contains { name.ends(with: Bytes($0.utf8)) }
        || Reader.all.contains { reader in
          reader.signs.contains { !$0.hasSuffix("/") && path.bytes.ends(with: Bytes($0.utf8)) }
        }
    }
  }

  /// Whether something has changed that the tools of `docbuild test` read beside sources: files by which they are set up.
  var touchesTools: Bool {
    let names: Set<String> = [
      "go.mod", "go.sum", "go.work", "package.json", "tsconfig.json", "pyproject.toml",
      "setup.cfg", "Package.swift", "Cargo.toml",
    ]
    return paths.contains { path in
      let name = path.fileName
      return name.first == UInt8(ascii: ".") || names.contains(name.text)
    }
  }
}

/// What git is asked, and what its answers mean.
private struct GitChanges: Sendable {
  let git: Git
  let root: Root

  private func ask(_ arguments: [String]) throws -> ChildProcess.Outcome {
    switch git.run(arguments, in: root.path) {
    case .success(let done): return done
    case .failure(let failure):
      throw CannotRun("git can't say what has changed: \(failure.reason)")
    }
  }

  /// What differs between a revision and the index; the flag says that a file of the same kind is in both.
  func committed(since revision: Bytes) throws -> [RootPath: Bool] {
    guard revision.first != UInt8(ascii: "-"), !revision.isEmpty else {
      throw CannotRun("'\(revision.text)' is not a revision")
    }
    let done = try ask(
      ["diff-index", "--cached", "--name-status", "-r", "-z", "--no-renames", "--relative"]
        + ["\(revision.text)^{tree}", "--"])
    guard done.status == 0 else {
      throw CannotRun("git knows no revision '\(revision.text)'")
    }
    // <status> NUL <path> NUL (git-diff-index(1), "-z")
    let parts = done.output.split(separator: 0)
    var found: [RootPath: Bool] = [:]
    for index in stride(from: 0, to: parts.count - 1, by: 2) {
      let status = parts[index].first
      // What is of another kind, as a file where a link was, leads elsewhere.
      guard let path = RootPath(listed: Bytes(parts[index + 1])) else { continue }
      found[path] = status == UInt8(ascii: "M")
    }
    return found
  }

  /// The folders of a revision.
  func folders(at revision: Bytes) throws -> Set<RootPath> {
    let list = try ask(["ls-tree", "-d", "-r", "-z", "--name-only", "\(revision.text)^{tree}"])
    guard list.status == 0 else {
      throw CannotRun("git can't list the folders of '\(revision.text)'")
    }
    return Set(list.output.split(separator: 0).compactMap { RootPath(listed: Bytes($0)) })
  }

  /// Files of the index whose status in the work tree is not what the index has noted.
  func inWorkTree() throws -> [RootPath] {
    let place = try ask(["rev-parse", "--git-path", "index"])
    let name = Bytes(place.output.trimmed().prefix { $0 != UInt8(ascii: "\n") })
    let index = Stamp(of: AbsolutePath(name, in: root.path))
    let list = try ask(["ls-files", "-z", "--cached", "--debug"])
    guard list.status == 0 else { throw CannotRun("git can't list what it knows") }
    var found: [RootPath] = []
    var reader = IndexReader(text: list.output)
    while let entry = try reader.next() {
      let now = try? root.saved(entry.path, followed: false).get().stamp
      guard let now, let index, now.changed == entry.changed,
        now.size & 0xFFFF_FFFF == entry.size, now.isOlder(than: index.changed)
      else {
        found.append(entry.path)
        continue
      }
    }
    return found
  }

  /// Those of some files that are in the index; nil where git can't say.
  func tracked(_ files: [RootPath]) -> Set<RootPath>? {
    guard let list = try? ask(["ls-files", "-z", "--cached", "--"] + files.map(\.text)),
      list.status == 0
    else { return nil }
    return Set(list.output.split(separator: 0).compactMap { RootPath(listed: Bytes($0)) })
  }

  /// Files that git does not know and does not ignore.
  func unknown() throws -> Set<RootPath> {
    let list = try ask(["ls-files", "-z", "--others", "--exclude-standard"])
    guard list.status == 0 else { throw CannotRun("git can't list what it does not know") }
    // A slash ends the path of a repository in this one.
    return Set(list.output.split(separator: 0).compactMap { RootPath(folding: Bytes($0)) })
  }
}

/// Reads what `git ls-files -z --debug` writes: a path and a NUL, then lines with what the index has noted of the file.
private struct IndexReader {
  struct Entry {
    let path: RootPath
    /// The time of its last change of status, in nanoseconds since 1970.
    let changed: Int
    /// In bytes, as far as 32 bits hold it.
    let size: Int
  }

  let text: Bytes
  private var at = 0

  init(text: Bytes) { self.text = text }

  /// - Throws: where this is another form than the known one.
  mutating func next() throws -> Entry? {
    guard at < text.count else { return nil }
    guard let end = text.firstOffset(of: 0, in: at..<text.count) else { throw unknown }
    guard let path = RootPath(listed: Bytes(text[at..<end])) else { throw unknown }
    at = end + 1
    let seconds = try number(behind: "  ctime: ")
    let nanoseconds = try number(behind: ":")
    guard skip(to: "  size: ") else { throw unknown }
    let size = try number(behind: "")
    guard let line = text.firstOffset(of: UInt8(ascii: "\n"), in: at..<text.count) else {
      throw unknown
    }
    at = line + 1
    return Entry(path: path, changed: seconds * 1_000_000_000 + nanoseconds, size: size)
  }

  private var unknown: CannotRun { CannotRun("this git writes its index in an unknown form") }

  /// Goes behind the next line's `start`.
  private mutating func skip(to start: StaticString) -> Bool {
    for _ in 0..<5 {
      guard let feed = text.firstOffset(of: UInt8(ascii: "\n"), in: at..<text.count) else {
        return false
      }
      at = feed + 1
      if text.has(start, at: at) {
        at += start.utf8CodeUnitCount
        return true
      }
    }
    return false
  }

  private mutating func number(behind start: StaticString) throws -> Int {
    guard text.has(start, at: at) else { throw unknown }
    at += start.utf8CodeUnitCount
    var number = 0
    let first = at
    while at < text.count, text[at].isDigit {
      number = number &* 10 &+ Int(text[at] - UInt8(ascii: "0"))
      at += 1
    }
    guard at > first else { throw unknown }
    return number
  }
}
