import Synchronization

/// A file's text in memory: a template, or what an excerpt is taken from.
package final class Source: Sendable {
  /// The name as the user would write it from the current folder.
  package let name: String
  /// Its text.
  package let bytes: Bytes
  /// Whether a CR without LF stands somewhere: CommonMark ends a line there, docbuild does not.
  package let holdsCarriageReturns: Bool
  /// The first invalid sequence or NUL byte, nil for sound text.
  package let fault: TextFault?
  /// The git revision that it was read at; nil for what is there today.
  package let revision: String?
  /// What the file is called where languages are told apart by names.
  let path: Bytes
  private let lineStarts = Mutex<[Int]?>(nil)

  /// A text by a name.
  package init(name: String, bytes: Bytes, path: Bytes? = nil, revision: String? = nil) {
    self.revision = revision
    self.name = name
    self.bytes = bytes
    self.path = path ?? Bytes(name.utf8)
    holdsCarriageReturns =
      bytes.firstOffset(of: .carriageReturn, in: 0..<bytes.count) != nil
    fault = bytes.firstFault(in: 0..<bytes.count)
  }

  /// The offset at which each line starts; its count is the number of lines. An end of text right after a
  /// line feed starts no line.
  package var lines: [Int] {
    lineStarts.withLock { cached in
      if let cached { return cached }
      var starts: [Int] = []
      var at = 0
      while at < bytes.count {
        starts.append(at)
        guard let feed = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) else { break }
        at = feed + 1
      }
      cached = starts
      return starts
    }
  }

  /// The bytes of line `index` (from 0) without its line feed.
  package func line(_ index: Int) -> Range<Int> { line(index, of: lines) }

  /// The same, from line starts at hand: to ask for them takes longer than all else.
  func line(_ index: Int, of starts: [Int]) -> Range<Int> {
    let end = index + 1 < starts.count ? starts[index + 1] - 1 : bytes.count
    let last = index + 1 == starts.count && bytes.last == .lineFeed ? end - 1 : end
    return starts[index]..<max(starts[index], last)
  }

  /// Where `offset` stands.
  package func place(at range: Range<Int>) -> Place {
    let line = bytes.lineFeedCount(in: 0..<range.lowerBound) + 1
    return place(at: range, line: line)
  }

  /// Where `range` stands, its line (from 1) being known.
  package func place(at range: Range<Int>, line: Int) -> Place {
    var start = range.lowerBound
    while start > 0, bytes[start - 1] != .lineFeed { start -= 1 }
    let end = bytes.firstOffset(of: .lineFeed, in: range.lowerBound..<bytes.count) ?? bytes.count
    return Place(
      name: name, line: line, column: range.lowerBound - start + 1,
      length: max(1, min(range.upperBound, end) - range.lowerBound), lineBytes: bytes[start..<end],
      revision: revision)
  }

  /// Where line `index` (from 0) begins, after its indentation.
  package func place(ofLine index: Int) -> Place {
    let range = line(index)
    let text = bytes[range]
    let first = text.firstIndex { !$0.isBlank } ?? range.lowerBound
    return place(at: first..<max(first, range.upperBound), line: index + 1)
  }
}
