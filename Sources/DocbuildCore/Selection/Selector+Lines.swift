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
            let positions = try part.positions(of: all.count, in: selection)
            let (first, last) = (all[positions.lowerBound], all[positions.upperBound - 1])
            if last - first == positions.count - 1 {
              kept.append(first..<last + 1)
            } else {
              kept += positions.map { all[$0]..<all[$0] + 1 }
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
    func number(_ part: ArraySlice<UInt8>, _ open: Int) throws(OptionTrouble) -> Int {
      if part.isEmpty { return open }
      let isNegative = part.first == UInt8(ascii: "-")
      let digits = isNegative ? part.dropFirst() : part
      guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
        throw trouble("expected numbers such as 3, 1..3 or -3..")
      }
      // No file has more lines.
      let value = Int(digits.text) ?? Int.max / 2
      guard value != 0 else { throw trouble("lines count from 1") }
      return isNegative ? -value : value
    }
    guard !bytes.isEmpty else {
      throw OptionTrouble(message: "an empty line range: expected numbers such as 3, 1..3 or -3..")
    }
    if let dots = bytes.firstIndex(of: UInt8(ascii: ".")) {
      guard bytes.has("..", at: dots) else {
        throw trouble("expected two dots between first and last line")
      }
      guard bytes.count > 2 else { throw trouble("expected a number at one end at least") }
      first = try number(bytes[..<dots], 1)
      last = try number(bytes[(dots + 2)...], -1)
    } else {
      first = try number(bytes, 1)
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
