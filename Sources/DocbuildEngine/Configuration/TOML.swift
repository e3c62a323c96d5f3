import CToml
import DocbuildCore

/// A value of a TOML document (<https://toml.io/en/v1.0.0>), and where its key stands.
///
/// The text is a stranger's: what is too large, too deep or no text is refused before it is parsed.
struct TOML: Sendable {
  indirect enum Value: Sendable {
    /// In the order of the keys' bytes.
    case table([TOML])
    case array([Value])
    case string(String)
    /// A number, a boolean, a date or a time: nothing in the configuration takes one.
    case other
  }

  /// Empty for the whole document.
  let key: String
  /// Where the key stands, both from 1, in code points; 0 for the whole document.
  private let line: Int
  private let character: Int
  let value: Value

  /// The largest document that is read, in bytes.
  static let maximumSize = 128 << 10
  /// How many parts a dotted key, and how many levels arrays and tables within each other, may have.
  static let maximumDepth = 64

  /// Parses a whole document.
  ///
  /// - Throws: `invalid-configuration`, `nul-byte` or `invalid-utf8`, at the line and column of what is wrong.
  init(parsing source: Source) throws(DiagnosticError) {
    let bytes = source.bytes
    guard bytes.count <= TOML.maximumSize else {
      throw TOML.tooLarge(bytes.count, source.name)
    }
    if let fault = bytes.firstFault(in: 0..<bytes.count) {
      throw DiagnosticError(diagnostic: .fault(fault, in: source))
    }
    if let offset = TOMLDepth.firstExcess(in: bytes, limit: TOML.maximumDepth) {
      throw problem(
        "keys, arrays and tables may be \(TOML.maximumDepth) deep, and this is deeper",
        source.place(at: offset..<offset + 1))
    }
    let parsed = bytes.withUnsafeBytes { text -> OpaquePointer? in
      var empty: CChar = 0
      let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
      return withUnsafePointer(to: &empty) { docbuild_toml_parse(start ?? $0, text.count) }
    }
    guard let parsed else { throw problem("no memory to read the file", Place(file: source.name)) }
    defer { docbuild_toml_free(parsed) }
    var count = 0
    guard let rows = docbuild_toml_rows(parsed, &count) else {
      var line: UInt32 = 0
      var column: UInt32 = 0
      let message = String(cString: docbuild_toml_error(parsed, &line, &column))
      throw problem(
        message.lowercased(), source.place(line: Int(line), character: Int(column)))
    }
    var reader = RowReader(rows: UnsafeBufferPointer(start: rows, count: count), source: source)
    self = try reader.next()
  }

  /// The problem that a document is too large.
  static func tooLarge(_ size: Int, _ name: String) -> DiagnosticError {
    problem(
      "the file has \(size) bytes, more than the \(maximumSize) that are read", Place(file: name))
  }

  fileprivate init(_ row: docbuild_toml_row, key: String, value: Value) {
    self.key = key
    line = Int(row.line)
    character = Int(row.column)
    self.value = value
  }

  /// The member of this table with that key; nil when there is none, or this is not a table.
  subscript(key: String) -> TOML? {
    guard case .table(let members) = value else { return nil }
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].key.utf8.lexicographicallyPrecedes(key.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < members.count && members[low].key.utf8.elementsEqual(key.utf8)
      ? members[low] : nil
  }

  /// The key's place in the source that was parsed, without the quotes around it. As it is written it may be longer than
  /// its text, by escapes.
  func place(in source: Source) -> Place {
    guard line > 0, let start = source.offset(line: line, character: character) else {
      return Place(file: source.name)
    }
    let bytes = source.bytes
    guard start < bytes.count, "\"'".utf8.contains(bytes[start]) else {
      return source.place(at: start..<start + max(1, key.utf8.count), line: line)
    }
    var end = start + 1
    while end < bytes.count, bytes[end] != bytes[start], bytes[end] != UInt8(ascii: "\n") {
      end += bytes[start] == UInt8(ascii: "\"") && bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    let first = start + 1
    return source.place(at: first..<max(first, min(end, bytes.count)), line: line)
  }
}

/// Puts the rows of a document together to values.
private struct RowReader {
  let rows: UnsafeBufferPointer<docbuild_toml_row>
  let source: Source
  private var at = 0

  init(rows: UnsafeBufferPointer<docbuild_toml_row>, source: Source) {
    self.rows = rows
    self.source = source
  }

  mutating func next() throws(DiagnosticError) -> TOML {
    let row = rows[at]
    at += 1
    let key = text(row.key, row.key_length) ?? ""
    let bare = TOML(row, key: key, value: .other)
    guard !key.utf8.contains(0) else {
      throw problem(
        "a key with a NUL byte, which no path and no name can hold", bare.place(in: source))
    }
    return TOML(row, key: key, value: try value(of: row, in: bare))
  }

  private mutating func value(
    of row: docbuild_toml_row, in holder: TOML
  ) throws(DiagnosticError) -> TOML.Value {
    switch row.kind {
    case DOCBUILD_TOML_TABLE:
      var members: [TOML] = []
      for _ in 0..<row.count { members.append(try next()) }
      return .table(members)
    case DOCBUILD_TOML_ARRAY:
      var items: [TOML.Value] = []
      for _ in 0..<row.count {
        let item = rows[at]
        at += 1
        items.append(try value(of: item, in: holder))
      }
      return .array(items)
    case DOCBUILD_TOML_STRING:
      let text = text(row.text, row.text_length) ?? ""
      guard !text.utf8.contains(0) else {
        throw problem(
          "a text with a NUL byte, which no path and no command can hold",
          holder.place(in: source))
      }
      return .string(text)
    default: return .other
    }
  }

  private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String? {
    start.map { String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self) }
  }
}

extension Source {
  /// The byte at a line and a code point of it, both from 1, or the line's end when it is shorter; nil for a line that
  /// is not there.
  fileprivate func offset(line number: Int, character: Int) -> Int? {
    guard number >= 1, number <= lines.count else { return nil }
    let range = line(number - 1)
    var at = range.lowerBound
    var left = character - 1
    while at < range.upperBound, left > 0 || bytes[at] & 0xC0 == 0x80 {
      at += 1
      if at < range.upperBound, bytes[at] & 0xC0 != 0x80 { left -= 1 }
    }
    return at
  }

  fileprivate func place(line number: Int, character: Int) -> Place {
    guard let at = offset(line: number, character: character) else { return Place(file: name) }
    return place(at: at..<at + 1, line: number)
  }
}

/// The problem that something is wrong with the configuration.
func problem(_ message: String, _ place: Place) -> DiagnosticError {
  DiagnosticError(diagnostic: Diagnostic(.invalidConfiguration, message, at: place))
}
