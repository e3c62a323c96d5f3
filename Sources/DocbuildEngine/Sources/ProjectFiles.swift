import DocbuildCore
import Glibc

/// Lists the files of a project: those that git does not ignore, or where there is no repository all below the root but
/// those in hidden folders, which hold what tools keep for themselves.
/// Nested projects, with a `docbuild.toml` or a `.git` of their own, are left out unless they are asked for.
struct ProjectFiles {
  let project: Project
  let interrupt: Interrupt
  /// Whether only what git tracks counts, where there is a repository.
  var tracked = false
  /// Whether the files of nested projects count that lie in the same repository.
  var holdsNested = false

  private var root: Root { project.root }

  enum Failure: Error {
    case gitMissing
    case gitFailed(String)
    case system(SystemError)
  }

  /// The files whose names end in one of `endings`, in the order of their paths.
  func list(endings: [Bytes]) -> Result<[RootPath], Failure> {
    let found: Result<[RootPath], Failure>
    if let files = root.memory {
      found = .success(files.paths.filter { !$0.folder.components.contains { $0.isHidden } })
    } else {
      switch Git.around(project, interrupt) {
      case .success(let git): found = list(by: git, endings)
      case .failure(.program): found = .failure(.gitMissing)
      case .failure(.repository): found = listByWalk()
      }
    }
    return found.map { all in
      let toml = Configuration.name.bytes
      let nested =
        holdsNested
        ? []
        : all.filter { $0.bytes.count > toml.count && $0.bytes.ends(with: toml) }
          .filter { $0.fileName == toml }.map { $0.folder.bytes + [Bytes.slash] }
      let wanted = all.filter { file in
        let path = file.bytes
        return endings.contains { path.ends(with: $0) }
          && !nested.contains { path.starts(with: $0) }
      }
      // git lists in order what it knows, but first what it does not know.
      return wanted.isInOrder ? wanted : wanted.sorted()
    }
  }

  /// By git itself, which knows every rule of `.gitignore`.
  private func list(by git: Git, _ endings: [Bytes]) -> Result<[RootPath], Failure> {
    let kinds = tracked ? ["--cached"] : ["--cached", "--others", "--exclude-standard"]
    switch git.run(["ls-files", "-z"] + kinds, in: root.path) {
    case .failure(let failure): return .failure(.gitFailed(failure.reason))
    case .success(let done):
      guard done.status == 0 else {
        return .failure(.gitFailed(String(done.errors.prefix { $0 != "\n" })))
      }
      // git goes on without what stands in there; a folder that was taken away meanwhile holds nothing.
      let (sign, gone) = ("warning: could not open directory ", ": No such file or directory")
      let lines = done.errors.split(separator: "\n")
      if let line = lines.first(where: { $0.hasPrefix(sign) && !$0.hasSuffix(gone) }) {
        return .failure(.gitFailed("\(line.dropFirst(9)); what '.gitignore' names is left out"))
      }
      return .success(paths(done.output, endings))
    }
  }

  /// The paths in git's list, in which a NUL follows each, that end in one of `endings`. Unmerged files come once for
  /// each stage, and are taken once.
  private func paths(_ list: Bytes, _ endings: [Bytes]) -> [RootPath] {
    var paths: [RootPath] = []
    var start = 0
    list.withUnsafeBytes { list in
      while start < list.count, let base = list.baseAddress,
        let end = memchr(base + start, 0, list.count - start).map({ UnsafeRawPointer($0) })
      {
        let path = UnsafeRawBufferPointer(start: base + start, count: end - (base + start))
        start += path.count + 1
        let isWanted = endings.contains { ending in
          ending.isEmpty
            || path.count >= ending.count && memcmp(end - ending.count, ending, ending.count) == 0
        }
        guard isWanted else { continue }
        if let last = paths.last?.bytes, last.count == path.count, last.elementsEqual(path) {
          continue
        }
        // A repository in this one is named with a slash behind it, and may be the root itself.
        if path.last == Bytes.slash {
          if let folder = RootPath(folding: Bytes(path)), !folder.isRoot { paths.append(folder) }
        } else if let file = RootPath(listed: Bytes(path)) {
          paths.append(file)
        }
      }
    }
    return paths
  }

  private func listByWalk() -> Result<[RootPath], Failure> {
    var paths: [RootPath] = []
    var folders = [RootPath.root]
    while let folder = folders.popLast() {
      let whole = root.path.joined(folder)
      let inside: [(name: Bytes, isFolder: Bool)]
      do throws(Errno) {
        inside = try entries(of: whole)
      } catch {
        // A folder that was taken away meanwhile holds nothing.
        if error.code == ENOENT, !folder.isRoot { continue }
        return .failure(.system(SystemError("cannot read", whole.text, error.code)))
      }
      if !folder.isRoot, inside.contains(where: { $0.name == Bytes(".git".utf8) }) { continue }
      for (name, isFolder) in inside where name != Bytes(".git".utf8) {
        if isFolder, !name.isHidden {
          folders.append(folder.joined(name))
        } else if !isFolder {
          paths.append(folder.joined(name))
        }
      }
    }
    return .success(paths)
  }

  /// What stands in the folder at `path`, docbuild's own left out.
  private func entries(of path: AbsolutePath) throws(Errno) -> [(name: Bytes, isFolder: Bool)] {
    let folder = try FolderReader(path)
    var inside: [(name: Bytes, isFolder: Bool)] = []
    while let entry = try folder.next() {
      let name = entry.name
      if name == StateFile.folder.bytes { continue }
      var type = Int32(entry.pointee.d_type)
      if type == Int32(DT_UNKNOWN) {
        var status = stat()
        if path.joined(name).withCString({ lstat($0, &status) }) != 0 {
          if errno == ENOENT { continue }
          throw Errno(code: errno)
        }
        type = status.st_mode & S_IFMT == S_IFDIR ? Int32(DT_DIR) : Int32(DT_REG)
      }
      inside.append((name, type == Int32(DT_DIR)))
    }
    return inside
  }
}

extension [RootPath] {
  fileprivate var isInOrder: Bool {
    for index in indices.dropFirst() where self[index - 1] >= self[index] {
      return false
    }
    return true
  }
}

extension Bytes {
  /// Whether it is the name of what tools keep for themselves.
  fileprivate var isHidden: Bool { first == UInt8(ascii: ".") }
}
