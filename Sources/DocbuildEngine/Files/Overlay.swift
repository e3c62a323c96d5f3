import DocbuildCore
import Synchronization

/// Texts that stand for files, such as what an editor has not saved: whoever reads a document or a source gets them, there
/// or not. They are never written, and a build takes what was made from them for new.
package final class Overlay: Sendable {
  /// A text, and a number that no other text of the overlay has.
  struct Text: Sendable {
    let bytes: Bytes
    let number: UInt64

    /// Its stamp, which no file has.
    var stamp: Stamp { Stamp(size: bytes.count, changed: .max, inode: number) }
  }

  private struct State {
    /// By real paths.
    var texts: [RootPath: Text] = [:]
    var last: UInt64 = 0
  }

  private let state = Mutex(State())

  /// An overlay without texts.
  package init() {}

  /// Whether no text stands for any file.
  var isEmpty: Bool { state.withLock { $0.texts.isEmpty } }

  /// The text at a real path; nil for none.
  subscript(path: RootPath) -> Text? { state.withLock { $0.texts[path] } }

  /// Lets a text stand for the file at a real path, or for none with nil.
  func set(_ bytes: Bytes?, at path: RootPath) {
    state.withLock { state in
      state.last += 1
      state.texts[path] = bytes.map { Text(bytes: $0, number: state.last) }
    }
  }
}
