import DocbuildCore
import Glibc
import Synchronization

/// A project's files in memory, for tests: regular files and folders, no links. All that is read and written is noted, and the
/// time of each change is what the test says.
package final class MemoryFiles: Sendable {
  /// What was done to the content of a file.
  package struct Event: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing it was.
    package enum Action: String, Sendable { case read, write, rename, remove, makeFolder }

    /// What was done.
    package let action: Action
    /// The file; for a new name the new one.
    package let path: RootPath

    /// The action and the path, for messages.
    package var description: String { "\(action.rawValue) \(path.text)" }
  }

  fileprivate struct Node {
    /// Nil for a folder.
    var bytes: Bytes?
    var permissions: mode_t
    /// When it changed, in nanoseconds since 1970.
    var changed: Int
    let inode: UInt64
  }

  fileprivate struct State {
    var nodes: [RootPath: Node] = [:]
    var now: Int
    var lastInode: UInt64 = 1
    var events: [Event] = []
    var locked: Set<RootPath> = []
  }

  private let state: Mutex<State>

  /// An empty root.
  ///
  /// - Parameter now: the time in nanoseconds since 1970.
  package init(now: Int = 1_000_000_000_123_456_789) {
    state = Mutex(State(now: now))
    state.withLock { state in
      state.nodes[.root] = Node(bytes: nil, permissions: 0o755, changed: now, inode: 1)
    }
  }

  // MARK: the test's own hand

  /// The time in nanoseconds since 1970, which all that changes from now on bears.
  package var now: Int {
    get { state.withLock { $0.now } }
    set { state.withLock { $0.now = newValue } }
  }

  /// The text of a file, nil for none; not noted. Setting it changes the file even if it held the same, nil takes it away;
  /// folders are made as they are needed.
  package subscript(path: String) -> String? {
    get {
      guard let path = RootPath(folding: Bytes(path.utf8)) else { return nil }
      return state.withLock { $0.nodes[path]?.bytes?.text }
    }
    set {
      guard let path = RootPath(folding: Bytes(path.utf8)) else {
        preconditionFailure("'\(path)' lies outside the root")
      }
      state.withLock { state in
        if let newValue {
          state.makeFolders(path.folder)
          state.put(Bytes(newValue.utf8), at: path, permissions: nil)
        } else {
          state.take(path)
        }
      }
    }
  }

  /// What was read and written since this was asked for the last time, in order.
  package func takeEvents() -> [Event] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  // MARK: as a file system

  /// The status of what is there; nil for nothing.
  func status(of path: RootPath) -> FileStatus? {
    state.withLock { state in
      state.nodes[path].map { node in
        FileStatus(
          kind: node.bytes == nil ? S_IFDIR : S_IFREG, permissions: node.permissions,
          stamp: Stamp(size: node.bytes?.count ?? 0, changed: node.changed, inode: node.inode))
      }
    }
  }

  /// What a file holds; nil for a folder, and where there is nothing.
  func read(_ path: RootPath) -> Bytes? {
    state.withLock { state in
      guard let bytes = state.nodes[path]?.bytes else { return nil }
      state.events.append(Event(action: .read, path: path))
      return bytes
    }
  }

  /// Puts a file there, in place of another; false where there is no folder for it, or a folder in its place.
  func write(_ bytes: Bytes, to path: RootPath, permissions: mode_t?) -> Bool {
    state.withLock { state in
      guard state.isFolder(path.folder), !state.isFolder(path) else { return false }
      state.put(bytes, at: path, permissions: permissions)
      state.events.append(Event(action: .write, path: path))
      return true
    }
  }

  /// Adds bytes to the end of a file, which must be there.
  func append(_ bytes: Bytes, to path: RootPath) {
    state.withLock { state in
      guard let old = state.nodes[path]?.bytes else { return }
      state.nodes[path]?.bytes = old + bytes
      state.nodes[path]?.changed = state.now
      state.events.append(Event(action: .write, path: path))
    }
  }

  /// Gives a file another name, in place of what has it; false where there is no such file, or no folder for it.
  func rename(_ path: RootPath, to other: RootPath) -> Bool {
    state.withLock { state in
      guard var node = state.nodes[path], node.bytes != nil, state.isFolder(other.folder),
        !state.isFolder(other)
      else { return false }
      node.changed = state.now
      state.take(path)
      state.nodes[other] = node
      state.nodes[other.folder]?.changed = state.now
      state.events.append(Event(action: .rename, path: other))
      return true
    }
  }

  /// Takes away what is there; false for a folder that is not empty.
  func remove(_ path: RootPath) -> Bool {
    state.withLock { state in
      guard state.nodes[path] != nil else { return true }
      let isEmpty = !state.nodes.keys.contains { $0 != path && $0.lies(at: path) }
      guard isEmpty else { return false }
      state.take(path)
      state.events.append(Event(action: .remove, path: path))
      return true
    }
  }

  /// Makes a folder where there is nothing; false where a file is in the way, or there is no folder for it.
  func makeFolder(_ path: RootPath) -> Bool {
    state.withLock { state in
      if state.isFolder(path) { return true }
      guard state.nodes[path] == nil, state.isFolder(path.folder) else { return false }
      state.makeFolders(path)
      state.events.append(Event(action: .makeFolder, path: path))
      return true
    }
  }

  /// All files, in the order of their paths.
  var paths: [RootPath] {
    state.withLock { state in state.nodes.filter { $0.value.bytes != nil }.map(\.key) }.sorted()
  }

  /// The names of what a folder holds.
  func names(in folder: RootPath) -> [Bytes] {
    state.withLock { state in
      state.nodes.keys.filter { !$0.isRoot && $0.folder == folder }.map(\.fileName)
    }
  }

  /// Locks a file; false when it is locked already.
  func lock(_ path: RootPath) -> Bool { state.withLock { $0.locked.insert(path).inserted } }

  /// Lets the lock go.
  func unlock(_ path: RootPath) { state.withLock { _ = $0.locked.remove(path) } }
}

extension MemoryFiles.State {
  fileprivate func isFolder(_ path: RootPath) -> Bool {
    nodes[path].map { $0.bytes == nil } ?? false
  }

  fileprivate mutating func makeFolders(_ path: RootPath) {
    if nodes[path] != nil { return }
    makeFolders(path.folder)
    lastInode += 1
    nodes[path] = .init(bytes: nil, permissions: 0o755, changed: now, inode: lastInode)
    nodes[path.folder]?.changed = now
  }

  fileprivate mutating func put(_ bytes: Bytes, at path: RootPath, permissions: mode_t?) {
    let old = nodes[path]
    lastInode += 1
    nodes[path] = .init(
      bytes: bytes, permissions: permissions ?? old?.permissions ?? 0o644, changed: now,
      inode: old?.inode ?? lastInode)
    if old == nil { nodes[path.folder]?.changed = now }
  }

  fileprivate mutating func take(_ path: RootPath) {
    nodes[path] = nil
    nodes[path.folder]?.changed = now
  }
}
