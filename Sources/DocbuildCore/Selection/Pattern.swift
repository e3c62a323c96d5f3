import CRE2

/// A compiled regular expression in RE2's syntax; a search takes time linear in the text.
@safe package final class Pattern: Sendable {
  // RE2's matching is thread-safe, and nothing changes the object after it is made.
  private nonisolated(unsafe) let compiled: OpaquePointer
  /// The pattern as the author wrote it.
  package let text: Bytes

  private init(_ text: Bytes, posix: Bool) throws(OptionTrouble) {
    var message = [CChar](repeating: 0, count: 256)
    let made = unsafe text.withUnsafeBytes { bytes in
      unsafe message.withUnsafeMutableBufferPointer { room in
        unsafe room.baseAddress.flatMap { start in
          unsafe docbuild_pattern_new(
            bytes.bindMemory(to: CChar.self).baseAddress ?? UnsafePointer(start), bytes.count,
            posix, start,
            room.count)
        }
      }
    }
    guard let made = unsafe made else {
      let reason = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.text
      throw OptionTrouble(id: .invalidPattern, message: "bad pattern '/\(text.text)/': \(reason)")
    }
    unsafe compiled = made
    self.text = text
  }

  deinit { unsafe docbuild_pattern_free(compiled) }

  /// Compiles a pattern in RE2's own syntax (https://github.com/google/re2/wiki/Syntax).
  static func compile(_ text: Bytes, for option: DirectiveOption) throws(OptionTrouble) -> Pattern {
    guard !text.isEmpty else {
      throw OptionTrouble(id: .invalidPattern, message: "'\(option.key)' has an empty pattern")
    }
    return try Pattern(text, posix: false)
  }

  /// Compiles a pattern that must fit a whole line of a transcript.
  static func compile(wholeLine text: Bytes) throws(OptionTrouble) -> Pattern {
    try Pattern(Bytes("^(?:".utf8) + text + Bytes(")$".utf8), posix: false)
  }

  /// Compiles a pattern for what may differ in a transcript; nil when it can't be read.
  package static func varying(_ text: Bytes) -> Pattern? {
    text.isEmpty ? nil : try? Pattern(text, posix: false)
  }

  /// Compiles a POSIX extended expression with leftmost-longest matches, as embedmd's commands use.
  static func compilePOSIX(_ text: Bytes) throws(OptionTrouble) -> Pattern {
    try Pattern(text, posix: true)
  }

  /// Whether `range` of `bytes` has a match anywhere.
  func matches(_ bytes: Bytes, in range: Range<Int>) -> Bool {
    unsafe bytes.withUnsafeBytes { all in
      let part = unsafe UnsafeRawBufferPointer(rebasing: all[range]).bindMemory(to: CChar.self)
      return unsafe docbuild_pattern_matches(compiled, part.baseAddress, part.count)
    }
  }

  /// Compiles a pattern that stands in the configuration.
  ///
  /// - Throws: what is wrong with it, as a message says it.
  package static func compile(setting text: String) throws(PatternFault) -> Pattern {
    guard !text.isEmpty else { throw PatternFault(message: "the pattern is empty") }
    do throws(OptionTrouble) {
      return try Pattern(Bytes(text.utf8), posix: false)
    } catch {
      throw PatternFault(message: error.message)
    }
  }

  /// The matches in `range` of `bytes`, in order and apart from one another, at most `count`: of each its first group, or
  /// all of it where the pattern has none.
  func parts(in bytes: Bytes, _ range: Range<Int>, atMost count: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    unsafe bytes.withUnsafeBytes { all in
      let text = unsafe UnsafeRawBufferPointer(rebasing: all[range]).bindMemory(to: CChar.self)
      var (from, start, end, partStart, partEnd) = (0, 0, 0, 0, 0)
      while found.count < count, from <= text.count,
        unsafe docbuild_pattern_find_part(
          compiled, text.baseAddress, text.count, from, &start, &end, &partStart, &partEnd)
      {
        found.append(range.lowerBound + partStart..<range.lowerBound + partEnd)
        from = end > start ? end : end + 1
      }
    }
    return found
  }

  /// The first match in `range` of `bytes`, nil when there is none.
  func firstMatch(in bytes: Bytes, _ range: Range<Int>) -> Range<Int>? {
    unsafe bytes.withUnsafeBytes { all in
      let part = unsafe UnsafeRawBufferPointer(rebasing: all[range]).bindMemory(to: CChar.self)
      var start = 0
      var end = 0
      guard unsafe docbuild_pattern_find(compiled, part.baseAddress, part.count, &start, &end)
      else {
        return nil
      }
      return range.lowerBound + start..<range.lowerBound + end
    }
  }
}

/// Why a pattern can't be compiled.
package struct PatternFault: Error {
  /// As a message says it: lower case, no full stop.
  package let message: String
}
