/// What makes bytes unfit to be text: invalid UTF-8 or a NUL byte.
package struct TextFault: Equatable, Sendable {
  /// What can be wrong with bytes.
  package enum Kind: Sendable { case invalidUTF8, nul }

  /// What is wrong.
  package let kind: Kind
  /// Where the faulty sequence begins.
  package let offset: Int
}

extension Bytes {
  /// The first fault in `range`, or nil when it is sound text.
  ///
  /// Follows the table of well-formed sequences of the Unicode Standard (table 3-7): no overlong forms,
  /// no surrogates, nothing above U+10FFFF.
  package func firstFault(in range: Range<Int>) -> TextFault? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { all in
      unsafe scanForFault(UnsafeRawBufferPointer(rebasing: all[range]))
    }.map { TextFault(kind: $0.kind, offset: $0.offset + range.lowerBound) }
  }
}

private func scanForFault(_ text: UnsafeRawBufferPointer) -> TextFault? {
  let count = text.count
  var at = 0
  while at < count {
    // Eight bytes at a time while all are ASCII and none is zero.
    while at + 8 <= count {
      let word = unsafe text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let zero = (word &- 0x0101_0101_0101_0101) & ~word
      if (word | zero) & 0x8080_8080_8080_8080 != 0 { break }
      at += 8
    }
    guard at < count else { return nil }
    let first = unsafe text[at]
    if first == 0 { return TextFault(kind: .nul, offset: at) }
    if first < 0x80 {
      at += 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return TextFault(kind: .invalidUTF8, offset: at)
    }
    guard at + length <= count, unsafe second.contains(text[at + 1]) else {
      return TextFault(kind: .invalidUTF8, offset: at)
    }
    for next in 2..<max(2, length) where unsafe text[at + next] & 0xC0 != 0x80 {
      return TextFault(kind: .invalidUTF8, offset: at)
    }
    at += length
  }
  return nil
}
