extension OptionRule {
  static let lines = OptionRule(
    "lines", forms: ["lines=1..3,7,10.."],
    "lines by number, from 1, both ends included; open at either end, negative from the end",
    examples: [
      .init("lines=2..3", "a\nb\nc\nd\n", "b\nc\n"),
      .init("lines=3..,1", "a\nb\nc\nd\n", "a\nc\nd\n"),
      .init("lines=-2..", "a\nb\nc\nd\n", "c\nd\n"),
      .init("lines=..-2", "a\nb\nc\nd\n", "a\nb\nc\n"),
      .init("lines=5", "a\nb\nc\nd\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    var listed: [LineRange] = []
    let text = try option.text("numbers such as 1..3,7,10..")
    do throws(OptionTrouble) {
      for part in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        listed.append(try LineRange(part))
      }
    } catch {
      var trouble = error
      trouble.fixIt = lineRangesMeant(by: text).map { "lines=\($0)" }
      throw trouble
    }
    let parts = listed
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let all = Array(selection.indices)
          var kept: [Range<Int>] = []
          for part in parts {
            for position in try part.positions(of: all.count, in: selection) {
              kept.append(all[position]..<all[position] + 1)
            }
          }
          selection.intersect(merged(kept))
        }))
  }
}

/// Sorts ranges and joins those that touch or overlap.
func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
  var result: [Range<Int>] = []
  for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
    if let last = result.last, range.lowerBound <= last.upperBound {
      result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      result.append(range)
    }
  }
  return result
}

/// `3`, `1..3`, `10..`, `..3` or `-3..`: from 1, inclusive, negative from the end.
private struct LineRange: Sendable {
  let text: String
  let first: Int
  let last: Int

  init(_ bytes: ArraySlice<UInt8>) throws(OptionTrouble) {
    let text = bytes.text
    self.text = text
    func trouble(_ what: String) -> OptionTrouble {
      OptionTrouble(message: "'\(text)' is not a line range: \(what)")
    }
    func number(_ part: Substring, _ open: Int) throws(OptionTrouble) -> Int {
      if part.isEmpty { return open }
      let digits = part.first == "-" ? part.dropFirst() : part
      let isNumber = !digits.isEmpty && digits.utf8.allSatisfy(\.isDigit)
      // More lines than any file has.
      let most = part.first == "-" ? -Int.max / 2 : Int.max / 2
      guard let value = isNumber ? Int(part) ?? most : nil else {
        throw trouble("expected numbers such as 3, 1..3 or -3..")
      }
      guard value != 0 else { throw trouble("lines count from 1") }
      return value
    }
    guard !text.isEmpty else {
      throw OptionTrouble(message: "an empty line range: expected numbers such as 3, 1..3 or -3..")
    }
    let dots = text.utf8.firstIndex(of: UInt8(ascii: "."))
    if let dots {
      let rest = text[dots...]
      guard rest.hasPrefix("..") else {
        throw trouble("expected two dots between first and last line")
      }
      guard text != ".." else { throw trouble("expected a number at one end at least") }
      first = try number(text[..<dots], 1)
      last = try number(rest.dropFirst(2), -1)
    } else {
      first = try number(text[...], 1)
      last = first
    }
    if (first > 0) == (last > 0), first > last {
      throw trouble("the first line comes after the last")
    }
  }

  /// The positions (from 0) among `count` lines.
  func positions(of count: Int, in selection: Selection) throws(SelectionProblem) -> Range<Int> {
    func position(_ number: Int) throws(SelectionProblem) -> Int {
      let at = number > 0 ? number - 1 : count + number
      guard at >= 0, at < count else {
        let whole = selection.source.lines.count
        let lines = "\(count) line\(count == 1 ? "" : "s")"
        let found =
          count == whole
          ? "'\(selection.source.name)' has \(lines)" : "the selectors before it left \(lines)"
        throw SelectionProblem(.lineOutOfRange, "line \(number) is out of range: \(found)")
      }
      return at
    }
    let start = try position(first)
    let end = try position(last)
    guard start <= end else {
      throw SelectionProblem(
        .lineOutOfRange,
        "'\(text)' selects nothing of \(count) lines: its first line comes after its last")
    }
    return start..<end + 1
  }
}
