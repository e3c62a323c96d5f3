import CKernel
import DocbuildCore
import Glibc

/// What has changed below a root.
package struct TreeChanges: Sendable {
  /// Files and folders, in no order, some more than once.
  package var paths: [RootPath] = []
  /// Whether more may have changed than `paths` says: the kernel lost count, or nobody reports changes and it is looked
  /// after from time to time.
  package var mayBeMore = false
  /// Whether folders came or went, with what is in them.
  package var hasFolders = false

  /// Nothing.
  package init(mayBeMore: Bool = false) { self.mayBeMore = mayBeMore }

  /// Whether nothing has changed.
  package var isEmpty: Bool { paths.isEmpty && !mayBeMore }

  /// Takes note of later changes.
  package mutating func add(_ more: TreeChanges) {
    paths += more.paths
    mayBeMore = mayBeMore || more.mayBeMore
    hasFolders = hasFolders || more.hasFolders
  }
}

/// Waits for changes below a project's root, by inotify(7): in all its folders but those that git ignores, unless a
/// document shows something that lies there. Where the file system does not report what other machines change, where the
/// user's watches are used up, or where it is asked for, it looks at all files at times.
package final class TreeWatch {
  /// How long nothing must have happened before a change counts as over, in milliseconds: editors save in several steps.
  private static let quiet: Int32 = 5
  /// How long changes may go on, in milliseconds: what writes without end is not waited for.
  private static let longest = 500
  /// The same while git changes the work tree.
  private static let longestOfGit = 30_000

  private let project: Project
  private let interrupt: Interrupt
  private let clock: WallClock
  private let interval: Int32
  private var instance: Descriptor?
  /// The files as they were looked at last, where nobody reports changes.
  private var snapshot: TreeSnapshot?
  private var folders = WatchedFolders()
  private var ignored = IgnoredPaths()
  private var isListOld = true

  /// Watches from now on.
  ///
  /// - Parameters:
  ///   - polls: look at times, even where the kernel would report changes.
  ///   - interval: between two such times, in milliseconds.
  /// - Throws: `SystemError` when the root can't be watched.
  package init(
    _ project: Project, _ interrupt: Interrupt, clock: WallClock, polls: Bool, interval: Int
  ) throws {
    (self.project, self.interrupt, self.clock) = (project, interrupt, clock)
    self.interval = Int32(clamping: interval)
    if !polls, project.root.path.withCString({ docbuild_folders_tell($0) }) == 1 {
      let made = docbuild_watch()
      if made >= 0 { instance = Descriptor(made) }
    }
    try follow()
    if instance == nil { snapshot = TreeSnapshot(of: project.root, ignored) }
  }

  /// Whether the kernel reports changes.
  package var isReported: Bool { instance != nil }

  /// Takes note that documents may show other files than before.
  package func refresh() { isListOld = true }

  /// Watches from now on what documents show by now, if that may be more than before.
  package func catchUp() throws {
    if isListOld { try follow() }
  }

  /// Waits until something has changed and the change is over.
  ///
  /// - Parameter limit: how long it waits for a change at the most, in milliseconds; nothing has changed then.
  /// - Throws: `Interrupted` when the run is to end; `SystemError` when the root is gone.
  package func wait(atMost limit: Int32? = nil) throws -> TreeChanges {
    if limit == nil { try catchUp() }
    var changes = TreeChanges()
    while changes.isEmpty {
      guard let instance else { return try look(atMost: limit) }
      guard try ready(instance, limit ?? -1) else { return changes }
      try take(into: &changes)
    }
    let began = clock.now
    while let instance {
      let isQuiet = try !ready(instance, TreeWatch.quiet)
      try take(into: &changes)
      let waited = (clock.now - began) / 1_000_000
      let limit = isGitAtWork ? TreeWatch.longestOfGit : TreeWatch.longest
      if isQuiet && !isGitAtWork || waited > limit { break }
    }
    try checkRoot()
    return changes
  }

  private func checkRoot() throws {
    guard project.root.path.isFolder else {
      throw SystemError("cannot watch", project.root.path.text, ENOENT)
    }
  }

  /// git holds this file while it changes the index, and with a checkout the work tree.
  private var isGitAtWork: Bool {
    project.root.path.joined(Bytes(".git/index.lock".utf8)).mayExist
  }

  /// Looks at the files again and again, until something has changed.
  private func look(atMost limit: Int32?) throws -> TreeChanges {
    let began = clock.now
    while true {
      let waited = Int32(clamping: (clock.now - began) / 1_000_000)
      if let limit, waited >= limit { return TreeChanges() }
      var watched = pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&watched, 1, min(interval, limit.map { $0 - waited } ?? interval))
      try interrupt.check()
      if isGitAtWork, waited < TreeWatch.longestOfGit { continue }
      try checkRoot()
      let now = TreeSnapshot(of: project.root, ignored)
      defer { snapshot = now }
      let changes = snapshot.map { now.changes(since: $0) } ?? TreeChanges(mayBeMore: true)
      if changes.isEmpty { continue }
      isListOld = isListOld || !changes.paths.allSatisfy { folders.hasSeen($0) }
      return changes
    }
  }

  /// Waits for changes or the end; whether there are changes.
  @discardableResult
  private func ready(_ instance: Descriptor, _ milliseconds: Int32) throws -> Bool {
    var watched = [
      pollfd(fd: instance.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&watched, 2, milliseconds)
    try interrupt.check()
    return count > 0 && watched[0].revents != 0
  }

  /// Takes all that the kernel has to report.
  private func take(into changes: inout TreeChanges) throws {
    guard let instance else { return }
    var room = Bytes(repeating: 0, count: 1 << 16)
    var hasNewFolders = false
    while true {
      let got = room.withUnsafeMutableBytes { read(instance.number, $0.baseAddress, $0.count) }
      guard got > 0 else { break }
      room.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        var at = 0
        var change = docbuild_change()
        while docbuild_next_change(start, got, &at, &change) == 1 {
          note(change, &changes, &hasNewFolders)
        }
      }
    }
    if hasNewFolders { try follow() }
  }

  private func note(
    _ change: docbuild_change, _ changes: inout TreeChanges, _ hasNewFolders: inout Bool
  ) {
    if change.is_overflow != 0 {
      changes.mayBeMore = true
      hasNewFolders = true
      return
    }
    guard let folder = folders[change.folder] else { return }
    guard
      let name = change.name.map({ Bytes(UnsafeRawBufferPointer(start: $0, count: strlen($0))) })
    else {
      if change.is_gone != 0 {
        folders.remove(change.folder)
        if folder.isRoot { changes.mayBeMore = true }
      }
      return
    }
    let path = folder.joined(name)
    if change.is_folder != 0 {
      guard name != StateFile.folder.bytes else { return }
      // It came, or it went with all that is in it.
      for number in folders.remove(below: path) {
        if let instance { docbuild_unwatch_folder(instance.number, number) }
      }
      hasNewFolders = true
    } else if folder.isGitFolder {
      guard name == Bytes("HEAD".utf8) || name == Bytes("packed-refs".utf8) else { return }
    }
    if ignored.cover(path) { return }
    changes.hasFolders = changes.hasFolders || change.is_folder != 0
    isListOld = isListOld || !folders.hasSeen(path)
    changes.paths.append(path)
  }

  /// Watches all folders that are to be watched and are not yet.
  private func follow() throws {
    isListOld = false
    ignored = IgnoredPaths(in: project, interrupt)
    guard let instance else { return }
    var pending = ignored.foldersOfShown + [.root]
    let isListed = Set(pending)
    while let folder = pending.popLast() {
      switch folders.watch(folder, below: project.root.path, by: instance) {
      case .success: break
      case .failure(let error) where error.code == ENOSPC || error.code == ENOMEM:
        // From here on nobody would report what changes there.
        self.instance = nil
        return
      case .failure(let error):
        guard folder.isRoot else { continue }
        throw SystemError("cannot watch", project.root.path.text, error.code)
      }
      if isListed.contains(folder), !folder.isRoot { continue }
      pending += FolderEntries(of: folder, in: project.root).folders.filter { !ignored.cover($0) }
    }
  }
}

extension RootPath {
  /// Whether it is git's own folder, where only few names matter.
  fileprivate var isGitFolder: Bool { bytes == Bytes(".git".utf8) }
}
