import CText
import Glibc

/// Text as it is stored: UTF-8 bytes, offsets from 0, ranges half-open.
///
/// Bytes rather than `String`, because `String` compares by canonical equivalence, sees `"\r\n"` as one
/// character and costs a validation on every cut.
package typealias Bytes = [UInt8]

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")

  /// A space or a tab: what the directive grammar calls white space.
  package var isBlank: Bool { self == .space || self == .tab }

  /// A digit of ASCII.
  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// A letter of ASCII.
  package var isLetter: Bool {
    (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z")
  }

  /// A byte that a name in code may hold; every byte of a non-ASCII character counts.
  package var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80 }
}

extension Collection<UInt8> {
  /// The bytes as text for a person; those that are not UTF-8 are written `\xNN`, so that two names are never one.
  package var text: String { String(validating: self, as: UTF8.self) ?? textWithEscapes }

  /// The bytes as other decoders take them: a U+FFFD for each maximal part of a character that is not UTF-8.
  var decoded: String { String(decoding: self, as: UTF8.self) }

  fileprivate var textWithEscapes: String {
    var text = ""
    var rest = self[...]
    while let byte = rest.first {
      var bytes = rest.makeIterator()
      var parser = Unicode.UTF8.ForwardParser()
      if case .valid(let scalar) = parser.parseScalar(from: &bytes) {
        text.unicodeScalars.append(Unicode.UTF8.decode(scalar))
        rest = rest.dropFirst(scalar.count)
      } else {
        text += "\\x" + String(decoding: byte.hexadecimal(capitals: true), as: UTF8.self)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}

extension BidirectionalCollection<UInt8> {
  /// Without the spaces and tabs at the end.
  package var withoutBlanksAtEnd: Bytes {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isBlank { formIndex(before: &end) }
    return Bytes(self[..<end])
  }
}

extension Bytes {
  /// The bytes of a name by its `text`.
  package init(shownAs text: String) {
    self.init()
    var rest = Bytes(text.utf8)[...]
    while let byte = rest.first {
      // Only those from 0x80 on are ever escaped.
      if rest.has("\\x", at: rest.startIndex), rest.count > 3,
        let high = rest[rest.startIndex + 2].hexadecimalValue, high > 7,
        let low = rest[rest.startIndex + 3].hexadecimalValue
      {
        append(high << 4 | low)
        rest = rest.dropFirst(4)
      } else {
        append(byte)
        rest = rest.dropFirst()
      }
    }
  }
}

extension RandomAccessCollection<UInt8> {
  /// Without spaces and tabs at either end.
  package func trimmed() -> SubSequence {
    guard let first = firstIndex(where: { !$0.isBlank && $0 != .carriageReturn }),
      let last = lastIndex(where: { !$0.isBlank && $0 != .carriageReturn })
    else { return self[startIndex..<startIndex] }
    return self[first...last]
  }

  /// Whether the bytes at `index` are those of `text`.
  package func has(_ text: StaticString, at index: Index) -> Bool {
    guard distance(from: index, to: endIndex) >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      var at = index
      for offset in 0..<expected.count {
        guard unsafe self[at] == expected[offset] else { return false }
        formIndex(after: &at)
      }
      return true
    }
  }
}

/// What is generic takes long to find its way: names come by here for each document.
extension ArraySlice<UInt8> {
  /// The bytes as text for a person, as for any others.
  package var text: String {
    guard allSatisfy({ $0 < 0x80 }) else {
      return String(validating: self, as: UTF8.self) ?? textWithEscapes
    }
    return unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension Bytes {
  /// The bytes as text for a person, as for any others.
  package var text: String { self[...].text }

  /// Whether a target is the address of something on the network.
  package var isURL: Bool { has("http://", at: 0) || has("https://", at: 0) }

  /// The first `byte` in `range`, by the C library's vectorised search.
  package func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty,
        let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Whether `text` stands somewhere among them, by the C library's search.
  func hold(_ text: StaticString) -> Bool {
    unsafe withUnsafeBytes { buffer in
      unsafe docbuild_holds(
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count, text.utf8Start,
        text.utf8CodeUnitCount)
    }
  }

  /// The same for a text that is not known beforehand; an empty one stands everywhere.
  func hold(_ text: Bytes) -> Bool {
    unsafe withUnsafeBytes { buffer in
      unsafe text.withUnsafeBytes { text in
        guard let start = text.baseAddress else { return true }
        return unsafe docbuild_holds(
          buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count,
          start.assumingMemoryBound(to: UInt8.self), text.count)
      }
    }
  }

  /// Whether these are the bytes of `other`, by the C library's vectorised comparison.
  package func isSame(as other: Bytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { own in
      unsafe other.withUnsafeBytes { others in
        guard let own = own.baseAddress, let others = others.baseAddress else { return true }
        return unsafe memcmp(own, others, count) == 0
      }
    }
  }

  /// The first place from `start` on where a mark of a region may stand: one of the words that all of them hold.
  func firstMarkOffset(from start: Int) -> Int? {
    let found = unsafe withUnsafeBytes { buffer in
      unsafe docbuild_find_mark(
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count, start)
    }
    return found < count ? found : nil
  }

  /// The next place in `range` where an inline of Markdown may begin or end, else where the range ends.
  func nextInlineOffset(in range: Range<Int>) -> Int {
    let found = unsafe withUnsafeBytes { buffer in
      unsafe docbuild_find_inline(
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
        Swift.min(range.upperBound, buffer.count), range.lowerBound)
    }
    return Swift.min(found, range.upperBound)
  }

  /// How many lines `range` has as CommonMark counts them: LF, CR and CRLF each end one; bytes after
  /// the last line end are a line of their own.
  package func commonMarkLineCount(in range: Range<Int>, mayHoldCarriageReturns: Bool) -> Int {
    guard !range.isEmpty else { return 0 }
    let feeds = lineFeedCount(in: range)
    let last = self[range.upperBound - 1]
    guard mayHoldCarriageReturns else { return feeds + (last == .lineFeed ? 0 : 1) }
    var lone = 0
    var from = range.lowerBound
    while let at = firstOffset(of: .carriageReturn, in: from..<range.upperBound) {
      if at + 1 >= range.upperBound || self[at + 1] != .lineFeed { lone += 1 }
      from = at + 1
    }
    return feeds + lone + (last == .lineFeed || last == .carriageReturn ? 0 : 1)
  }

  /// Whether the last bytes are those of `ending`.
  package func ends(with ending: Bytes) -> Bool {
    guard count >= ending.count else { return false }
    let start = count - ending.count
    for at in ending.indices where self[start + at] != ending[at] { return false }
    return true
  }

  /// How many line feeds stand in `range`.
  package func lineFeedCount(in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      unsafe countLineFeeds(UnsafeRawBufferPointer(rebasing: buffer[range]))
    }
  }
}

/// How many line feeds there are.
func countLineFeeds(_ buffer: UnsafeRawBufferPointer) -> Int {
  unsafe Int(
    docbuild_count(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count, .lineFeed)
  )
}
