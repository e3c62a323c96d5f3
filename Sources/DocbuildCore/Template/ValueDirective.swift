/// `<!-- value(NAME) -->`: one line of text in a sentence, that is kept elsewhere.
package struct ValueDirective: Sendable {
  /// What becomes of the comment.
  package enum Form: Sendable, Equatable {
    /// The text stands in its place: in templates.
    case replaced
    /// It stays, and what stands between it and `<!-- /value -->` is the text: in documents that are their own output.
    case kept
    /// It stays alone on its line, and the text is what a pattern matches in the block that comes next.
    case owned
  }

  /// What becomes of the comment.
  package let form: Form
  /// The comment's line, from 1.
  package let line: Int
  /// The comment.
  package let range: Range<Int>
  /// What the value is called, or, with `match`, the file that it stands in.
  package let target: Bytes
  /// Where that stands.
  package let targetRange: Range<Int>
  /// What the value is in the file that `target` names; nil where that is the name of a value.
  package let match: Pattern?
  /// Where the option `match` stands.
  package let matchRange: Range<Int>
  /// What the value is in the next block.
  let within: Pattern?
  /// Where the option `in` stands.
  package let withinRange: Range<Int>
  /// The bytes that the text takes the place of; nil where they are not known.
  var place: Range<Int>?
  /// The line, from 1, on which that is.
  var placeLine: Int
  /// Whether no plain word in that place can change what the lines around it are for CommonMark.
  var isHarmless = false

  /// The options, with what each takes.
  package static let options: [(key: String, form: String, summary: String)] = [
    (
      "match", "match=/re/",
      "the value is what the pattern matches in the file of that name, or its first group"
    ),
    (
      "in", "in=/re/",
      "alone on its line: the value takes the place of what the pattern matches in the next block, or of its first group"
    ),
  ]

  /// What ends the text of a value that is kept.
  static let endMark = Bytes("<!-- /value -->".utf8)
}

extension ValueDirective {
  /// Whether `text` is a word that can't be a mark of Markdown, whatever stands around it.
  static func isPlainWord(_ text: Bytes) -> Bool {
    func isWord(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }
    guard let first = text.first, let last = text.last, isWord(first), isWord(last) else {
      return false
    }
    return text.allSatisfy { isWord($0) || "._/:+-@,".utf8.contains($0) }
  }
}

extension Directive {
  /// Names a file as a directive does, in the place of a value that stands in it.
  package init(file target: Bytes, at value: ValueDirective) {
    self.init(
      kind: .include, line: value.line, lineRange: value.range,
      prefix: value.range.lowerBound..<value.range.lowerBound, target: target,
      targetRange: value.targetRange, recipe: nil)
  }
}

extension ValueDirective {
  /// How `text` is written in its place: in a row of a table a stroke would end a cell.
  package func written(_ text: Bytes, in template: Template) -> Bytes {
    let stroke = UInt8(ascii: "|")
    guard text.contains(stroke), !isHarmless, let line = lineAround(in: template),
      template.source.bytes[line].first(where: { !$0.isBlank && $0 != UInt8(ascii: ">") }) == stroke
    else { return text }
    return text.flatMap { $0 == stroke ? [UInt8(ascii: "\\"), $0] : [$0] }
  }

  /// Whether the pattern that owns the value's place would match `text` there, and nothing else; true for other forms, and in
  /// templates, whose text stays what it is.
  package func isFoundAgain(as text: Bytes, in template: Template) -> Bool {
    guard form == .owned, template.kind == .inPlace, let within, let place,
      let line = lineAround(in: template)
    else { return true }
    let bytes = template.source.bytes
    let made = Bytes(
      bytes[line.lowerBound..<place.lowerBound] + text + bytes[place.upperBound..<line.upperBound])
    let start = place.lowerBound - line.lowerBound
    return within.parts(in: made, 0..<made.count, atMost: 2).filter { !$0.isEmpty } == [
      start..<start + text.count
    ]
  }

  /// The line that the place is on, without its end.
  private func lineAround(in template: Template) -> Range<Int>? {
    guard let place else { return nil }
    let bytes = template.source.bytes
    let start = bytes[..<place.lowerBound].lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
    let end = bytes.firstOffset(of: .lineFeed, in: place.upperBound..<bytes.count) ?? bytes.count
    return start..<(end > place.upperBound && bytes[end - 1] == .carriageReturn ? end - 1 : end)
  }
}
