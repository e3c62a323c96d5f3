/// What a value may be: one line of text.
package enum ValueText {
  /// Why `text` can't be a value; nil when it can.
  package static func fault(of text: Bytes) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.contains(.lineFeed) || text.contains(.carriageReturn) { return "it has several lines" }
    if text.first.map(\.isBlank) ?? false || text.last.map(\.isBlank) ?? false {
      return "it has blanks at its ends"
    }
    if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "it holds a control character"
    }
    if text.firstFault(in: 0..<text.count) != nil { return "it is not UTF-8" }
    for mark in ["<!--", "-->"] where text.text.contains(mark) {
      return "it holds '\(mark)', which is a comment in Markdown"
    }
    return nil
  }
}

/// Why a source has no value.
package struct ValueTextFault: Error, Sendable {
  /// What kind of problem it is.
  package let id: DiagnosticID
  /// As a message says it: lower case, no full stop.
  package let message: String
  /// What is said beside it.
  package let notes: [Diagnostic.Note]
}

extension Source {
  /// The one line of text that this source has for a value, and the line, from 0, that it stands on.
  ///
  /// - Parameter pattern: matches it, or has it as its first group, on one of the lines; nil where the source is nothing
  ///   but the value.
  package func value(matching pattern: Pattern?) throws(ValueTextFault) -> (text: Bytes, line: Int)
  {
    let found: (text: Bytes, line: Int)
    if let pattern {
      found = try onlyMatch(of: pattern)
    } else {
      guard lines.count <= 1 else {
        throw ValueTextFault(
          id: .invalidValue, message: "'\(name)' has \(lines.count) lines, and a value is one",
          notes: [.init("'match' says what the value is in the file")])
      }
      found = (lines.isEmpty ? [] : Bytes(bytes[line(0)].trimmed()), 0)
    }
    if let fault = ValueText.fault(of: found.text) {
      throw ValueTextFault(
        id: .invalidValue, message: "the value in '\(name)' can't stand in a sentence: \(fault)",
        notes: lines.isEmpty ? [] : [.init("it is here", at: place(ofLine: found.line))])
    }
    return found
  }

  private func onlyMatch(of pattern: Pattern) throws(ValueTextFault) -> (text: Bytes, line: Int) {
    var found: [(range: Range<Int>, line: Int)] = []
    for index in lines.indices where found.count < 2 {
      found += pattern.parts(in: bytes, line(index), atMost: 2 - found.count).map { ($0, index) }
    }
    guard let first = found.first else {
      throw ValueTextFault(
        id: .patternNotFound, message: "no line of '\(name)' matches '/\(pattern.text.text)/'",
        notes: [])
    }
    guard found.count == 1 else {
      throw ValueTextFault(
        id: .valueAmbiguous,
        message: "'/\(pattern.text.text)/' matches more than once in '\(name)'",
        notes: found.map { .init("it matches here", at: place(at: $0.range, line: $0.line + 1)) })
    }
    return (Bytes(bytes[first.range]), first.line)
  }
}
