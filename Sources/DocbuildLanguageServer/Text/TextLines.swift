import DocbuildCore
import DocbuildReport

/// What columns count in a client's positions.
enum PositionUnit: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  /// The same for places in problems.
  var column: Place.ColumnUnit { self == .utf8 ? .bytes : .utf16 }
}

/// A position as clients count: lines and columns from 0.
struct ClientPosition: Equatable, Comparable {
  var line: Int
  var character: Int

  init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  /// Nil for what is no position.
  init?(_ tree: JSONTree?) {
    guard let line = tree?["line"]?.number, let character = tree?["character"]?.number, line >= 0,
      character >= 0
    else { return nil }
    self.init(line: line, character: character)
  }

  static func < (one: ClientPosition, other: ClientPosition) -> Bool {
    (one.line, one.character) < (other.line, other.character)
  }

  var json: JSONValue { ["line": .number(line), "character": .number(character)] }
}

extension Range<ClientPosition> {
  /// Nil for what is no range; one that ends before it starts is taken the other way round.
  init?(_ tree: JSONTree?) {
    guard let start = ClientPosition(tree?["start"]), let end = ClientPosition(tree?["end"]) else {
      return nil
    }
    self = Swift.min(start, end)..<Swift.max(start, end)
  }

  var json: JSONValue { ["start": lowerBound.json, "end": upperBound.json] }
}

/// A text with its lines as clients count them: LF, CRLF and CR each end one.
struct TextLines: Sendable {
  let bytes: Bytes
  let unit: PositionUnit
  /// Where each line starts; behind the last line end too.
  let starts: [Int]

  init(_ bytes: Bytes, _ unit: PositionUnit) {
    self.bytes = bytes
    self.unit = unit
    var starts = [0]
    let (feed, carriage) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    let holdsCarriage = bytes.firstOffset(of: carriage, in: 0..<bytes.count) != nil
    var at = 0
    if holdsCarriage {
      bytes.withUnsafeBufferPointer { bytes in
        while at < bytes.count {
          let byte = bytes[at]
          at += 1
          if byte == feed || byte == carriage && (at == bytes.count || bytes[at] != feed) {
            starts.append(at)
          }
        }
      }
    } else {
      while let found = bytes.firstOffset(of: feed, in: at..<bytes.count) {
        at = found + 1
        starts.append(at)
      }
    }
    self.starts = starts
  }

  /// The bytes of a line without its end; an empty range behind the last one.
  func line(_ index: Int) -> Range<Int> {
    guard index < starts.count else { return bytes.count..<bytes.count }
    var end = index + 1 < starts.count ? starts[index + 1] : bytes.count
    if index + 1 < starts.count {
      end -= 1
      if bytes[end] == UInt8(ascii: "\n"), end > starts[index], bytes[end - 1] == UInt8(ascii: "\r")
      {
        end -= 1
      }
    }
    return starts[index]..<max(starts[index], end)
  }

  /// The offset of a position; one behind the end of its line or of the text is taken for that end.
  func offset(of position: ClientPosition) -> Int {
    let line = line(position.line)
    guard unit == .utf16 else {
      return position.character >= line.count
        ? line.upperBound : line.lowerBound + position.character
    }
    var at = line.lowerBound
    var left = position.character
    while at < line.upperBound, left > 0 {
      let width = TextLines.width(bytes[at])
      left -= width == 4 ? 2 : 1
      // In the middle of a pair of surrogates nothing can stand.
      if left < 0 { break }
      at = min(line.upperBound, at + width)
    }
    return at
  }

  /// The position of an offset.
  func position(of offset: Int) -> ClientPosition {
    let offset = min(max(0, offset), bytes.count)
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    guard unit == .utf16 else {
      return ClientPosition(line: low, character: offset - starts[low])
    }
    var units = 0
    for byte in bytes[starts[low]..<offset] where byte & 0xC0 != 0x80 {
      units += byte >= 0xF0 ? 2 : 1
    }
    return ClientPosition(line: low, character: units)
  }

  /// The range of offsets.
  func range(of offsets: Range<Int>) -> Range<ClientPosition> {
    position(of: offsets.lowerBound)..<position(of: offsets.upperBound)
  }

  /// The offset of a position in a file, whose lines only LF ends; the end of the text for what lies behind it.
  func offset(of position: TextPosition) -> Int {
    var start = 0
    for _ in 1..<max(1, position.line) {
      guard let feed = bytes.firstOffset(of: UInt8(ascii: "\n"), in: start..<bytes.count) else {
        return bytes.count
      }
      start = feed + 1
    }
    return min(bytes.count, start + max(0, position.column - 1))
  }

  /// How many bytes the character takes that begins with `byte`.
  private static func width(_ byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}
