// What is needed of searching in bytes and strings, byte by byte. The standard library's own functions of these names
// would bring its engine for regular expressions along, a megabyte that nothing else uses.

extension Collection<UInt8> {
  /// Whether `part` stands somewhere in the bytes; an empty one does.
  @_disfavoredOverload
  package func contains(_ part: Bytes) -> Bool {
    guard let first = part.first else { return true }
    var rest = self[...]
    while let at = rest.firstIndex(of: first) {
      if rest[at...].starts(with: part) { return true }
      rest = rest[index(after: at)...]
    }
    return false
  }
}

extension StringProtocol {
  /// Whether `part` stands somewhere in the text; an empty one does.
  @_disfavoredOverload
  package func contains(_ part: String) -> Bool {
    utf8.contains(Bytes(part.utf8))
  }

  /// The text with `new` wherever `part` stood, from left to right; `part` is not empty.
  @_disfavoredOverload
  package func replacing(_ part: String, with new: String) -> String {
    pieces(between: part).joined(separator: new)
  }

  /// What stands before, between and behind the places of `separator`, which is not empty: one piece more than there are
  /// places.
  package func pieces(between separator: String) -> [String] {
    precondition(!separator.isEmpty)
    let (whole, mark) = (Bytes(utf8), Bytes(separator.utf8))
    var pieces: [String] = []
    var (start, at) = (0, 0)
    while let found = whole.firstOffset(of: mark[0], in: at..<whole.count) {
      if whole[found...].starts(with: mark) {
        pieces.append(String(decoding: whole[start..<found], as: UTF8.self))
        at = found + mark.count
        start = at
      } else {
        at = found + 1
      }
    }
    pieces.append(String(decoding: whole[start...], as: UTF8.self))
    return pieces
  }
}

extension String {
  /// Where `part` first stands.
  package func firstRange(of part: String) -> Range<String.Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      at = index(after: at)
    }
    return nil
  }
}
