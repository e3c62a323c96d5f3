import DocbuildCore
import DocbuildEngine

/// A text that the client has open.
struct OpenText {
  /// As the client writes it.
  let uri: String
  /// Where it is in its project.
  let path: RootPath
  var version: Int?
  private(set) var lines: TextLines

  init(uri: String, path: RootPath, version: Int?, lines: TextLines) {
    self.uri = uri
    self.path = path
    self.version = version
    self.lines = lines
  }

  /// Carries out the changes of a `didChange`, in order, each on what the one before has left.
  mutating func apply(_ changes: [JSONTree]) {
    for change in changes {
      guard let text = change["text"]?.text else { continue }
      guard let range = Range<ClientPosition>(change["range"]) else {
        lines = TextLines(Bytes(text.utf8), lines.unit)
        continue
      }
      var bytes = lines.bytes
      bytes.replaceSubrange(
        lines.offset(of: range.lowerBound)..<lines.offset(of: range.upperBound), with: text.utf8)
      lines = TextLines(bytes, lines.unit)
    }
  }
}

extension ServedProject {
  /// What the client has open at a path.
  func opened(_ path: some PathFromRoot) -> OpenText? {
    RootPath(folding: path.bytes).flatMap { open[$0] }
  }
}
