/// A place in a file, with the line's own text, so that it can be shown without the file.
package struct Place: Hashable, Sendable {
  /// The file's name as the user would write it, `<stdin>` for standard input.
  package let name: String
  /// From 1; 0 for a place that is a whole file.
  package let line: Int
  /// From 1, in UTF-8 bytes.
  package let column: Int
  /// How many bytes are meant, all on this line; at least 1.
  package let length: Int
  /// The column and where the place ends, from 1, in Unicode code points.
  package let characterColumn: Int
  package let characterEnd: Int
  /// A piece of the line around the column, at most `Place.shown` bytes.
  package let excerpt: Bytes
  /// How many bytes of the line were left out before `excerpt`.
  package let cut: Int

  /// The most bytes of a line that are kept to be shown.
  static let shown = 240

  init(name: String, line: Int, column: Int, length: Int, lineBytes: ArraySlice<UInt8>) {
    self.name = name
    self.line = line
    self.column = column
    self.length = length
    let text = lineBytes.last == .carriageReturn ? lineBytes.dropLast() : lineBytes
    var start = 0
    if text.count > Place.shown { start = max(0, min(column - 1 - 60, text.count - Place.shown)) }
    while start > 0, text[text.startIndex + start] & 0xC0 == 0x80 { start -= 1 }
    cut = start
    func characters(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
    characterColumn = 1 + characters(text.prefix(max(0, column - 1)))
    characterEnd =
      characterColumn + max(1, characters(text.dropFirst(max(0, column - 1)).prefix(length)))
    excerpt = Bytes(text.dropFirst(start).prefix(Place.shown))
  }

  /// A place that was taken apart to be stored.
  package init(
    name: String, line: Int, column: Int, length: Int, characterColumn: Int, characterEnd: Int,
    excerpt: Bytes, cut: Int
  ) {
    self.name = name
    self.line = line
    self.column = column
    self.length = length
    self.characterColumn = characterColumn
    self.characterEnd = characterEnd
    self.excerpt = excerpt
    self.cut = cut
  }

  /// A whole file.
  package init(file name: String) {
    self.init(name: name, line: 0, column: 0, length: 1, lineBytes: [])
  }
}
