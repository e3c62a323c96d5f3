import DocbuildCore
import Synchronization

/// Where files went that are gone, as far as git tells: one that holds what the old one held, or the only one of its name.
final class MovedFiles: Sendable {
  private struct State {
    var found: [RootPath: RootPath?] = [:]
    /// What git tracks: the object of each path; nil until somebody asks.
    var tracked: [(object: String, path: RootPath)]?
  }

  /// So many files are looked for in one run.
  private static let most = 50

  private let project: Project
  private let interrupt: Interrupt
  private let state = Mutex(State())

  init(_ project: Project, _ interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
  }

  /// Where the file that was at `path` is now; nil where that can't be told for certain.
  func newPath(of path: RootPath) -> RootPath? {
    state.withLock { state in
      if let known = state.found[path] { return known }
      guard state.found.count < MovedFiles.most,
        case .success(let git) = Git.around(project, interrupt)
      else { return nil }
      let tracked = state.tracked ?? list(git)
      state.tracked = tracked
      let there = tracked.filter { $0.path != path && project.root.exists($0.path) }
      guard let object = self.object(of: path, git) else {
        state.found[path] = .some(nil)
        return nil
      }
      let same = there.filter { $0.object == object }
      let named = there.filter { $0.path.fileName == path.fileName }
      let found: RootPath? =
        same.count == 1 ? same[0].path : same.isEmpty && named.count == 1 ? named[0].path : nil
      state.found[path] = .some(found)
      return found
    }
  }

  /// What git tracks below the root.
  private func list(_ git: Git) -> [(object: String, path: RootPath)] {
    guard
      case .success(let done) = git.run(["ls-files", "-s", "-z"], in: project.root.path),
      done.status == 0
    else { return [] }
    // <mode> SP <object> SP <stage> TAB <file> NUL (git-ls-files(1), "Output")
    return done.output.split(separator: 0).compactMap { row in
      guard let tab = row.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
      let words = row[..<tab].text.split(separator: " ")
      guard words.count == 3, let path = RootPath(listed: Bytes(row[(tab + 1)...])) else {
        return nil
      }
      return (String(words[1]), path)
    }
  }

  /// The object that the file was: in HEAD, or in front of the commit that took it away.
  private func object(of path: RootPath, _ git: Git) -> String? {
    guard !path.bytes.contains(UInt8(ascii: "\n")) else { return nil }
    let whole = (project.root.path.below(git.top) ?? []).joined(path.bytes)
    if let found = object(Bytes("HEAD:".utf8) + whole, git) { return found }
    guard
      case .success(let done) = git.run(
        ["rev-list", "--max-count=1", "HEAD", "--", path.text], in: project.root.path),
      done.status == 0, let commit = done.output.text.split(separator: "\n").first
    else { return nil }
    return object(Bytes("\(commit)^:".utf8) + whole, git)
  }

  private func object(_ name: Bytes, _ git: Git) -> String? {
    guard
      case .success(let done) = git.run(
        ["cat-file", "--batch-check"], in: git.top, input: name + [UInt8(ascii: "\n")]),
      done.status == 0
    else { return nil }
    let words = done.output.text.split { $0 == " " || $0 == "\n" }
    return words.count == 3 && words[1] == "blob" ? String(words[0]) : nil
  }
}
