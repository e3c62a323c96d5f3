import DocbuildCore
import Synchronization

/// The files that somebody looked for and could not read, each once: what may stand in them nobody knows.
final class UnreadFiles: Sendable {
  private let found = Mutex<[RootPath: Diagnostic]>([:])

  var isEmpty: Bool { found.withLock { $0.isEmpty } }

  /// What to say of each, in the order of their paths.
  var problems: [Diagnostic] {
    found.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Notes that a file can't be read.
  ///
  /// - Parameter name: as the user would write it.
  func note(_ path: RootPath, _ name: Bytes, _ code: Int32) {
    note(path, Diagnostic(unreadable: name, code))
  }

  /// The same with what is to be said of it.
  func note(_ path: RootPath, _ problem: Diagnostic) {
    found.withLock { $0[path] = $0[path] ?? problem }
  }
}

extension Diagnostic {
  /// A file that is there and can't be read.
  ///
  /// - Parameters:
  ///   - name: as the user would write it.
  ///   - code: the `errno`.
  init(unreadable name: Bytes, _ code: Int32, notes: [String] = []) {
    self.init(
      .unreadableFile, "cannot read '\(name.text)': \(systemMessage(code))",
      at: Place(file: name.text), notes: notes.map { .init($0) })
  }
}
