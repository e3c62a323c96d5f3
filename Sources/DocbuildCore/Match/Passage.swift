/// Where the text of a block stands in a source.
package struct Passage: Sendable {
  /// How the block's text differs from what it was taken from, the least first.
  package enum Likeness: Int, Comparable, Sendable {
    /// Not at all, indentation that all lines share left aside.
    case same
    /// By white space, or by blank lines.
    case spaced

    /// The less alike comes last.
    package static func < (one: Likeness, other: Likeness) -> Bool {
      one.rawValue < other.rawValue
    }
  }

  /// The lines of the source, from 0; several ranges where the block leaves lines out.
  package let ranges: [Range<Int>]
  /// How it is alike.
  package let likeness: Likeness

  /// From the first line to the last.
  package var lines: Range<Int> {
    (ranges.first?.lowerBound ?? 0)..<(ranges.last?.upperBound ?? 0)
  }

  /// A stretch of a source.
  package init(_ ranges: [Range<Int>], _ likeness: Likeness) {
    self.ranges = ranges
    self.likeness = likeness
  }
}

extension PastedBlock {
  /// Whether a line stands for lines that were left out: dots, perhaps in a comment.
  static func isElision(_ line: Bytes) -> Bool {
    let signs = "/#*-;%!<>(){}[]'\" \t"
    var text = line[...].trimmed()
    while let first = text.first, signs.utf8.contains(first) { text = text.dropFirst() }
    while let last = text.last, signs.utf8.contains(last) { text = text.dropLast() }
    return ["…", "...", "....", "snip", "etc"].contains(text.text)
  }

  /// The stretches of lines between those that stand for others.
  var pieces: [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    for index in 0...lines.count where index == lines.count || PastedBlock.isElision(lines[index]) {
      if lines[start..<index].contains(where: { !$0[...].trimmed().isEmpty }) {
        found.append(start..<index)
      }
      start = index + 1
    }
    return found
  }

  /// Whether some of its lines stand for others.
  package var isElided: Bool { lines.contains { PastedBlock.isElision($0) } }

  /// Where the block's text stands in a source, whole, though perhaps indented, spaced or with lines left out as it says.
  ///
  /// - Parameter solid: the lines of the source.
  package func passages(in source: Source, _ solid: SolidLines) -> [Passage] {
    var found: [Passage] = []
    let ways = isElided ? [[0..<lines.count], pieces] : [[0..<lines.count]]
    for pieces in ways where found.isEmpty {
      let texts = pieces.map { SolidLines(of: lines[$0]) }
      guard let (piece, offset, places) = anchor(of: texts, in: solid) else { continue }
      for place in places {
        guard let ranges = ranges(texts, around: piece, at: place - offset, solid),
          let likeness = likeness(to: ranges, pieces, in: source)
        else { continue }
        if !found.contains(where: { $0.ranges == ranges }) {
          found.append(Passage(ranges, likeness))
        }
      }
    }
    return found
  }

  /// The line that stands in the fewest places of a source, with its piece and its place there; nil when some line stands
  /// nowhere, or all in more places than are looked at.
  private func anchor(
    of texts: [SolidLines], in solid: SolidLines
  ) -> (piece: Int, offset: Int, places: [Int])? {
    var places: [UInt64: [Int]] = [:]
    for text in texts { for hash in text.hashes { places[hash] = [] } }
    for (place, hash) in solid.hashes.enumerated() where places[hash] != nil {
      places[hash]?.append(place)
    }
    var best: (piece: Int, offset: Int, places: [Int])?
    for (piece, text) in texts.enumerated() {
      for (offset, hash) in text.hashes.enumerated() {
        guard let found = places[hash], !found.isEmpty else { return nil }
        if found.count < best?.places.count ?? LineStrength.mostHits {
          best = (piece, offset, found)
        }
      }
    }
    return best
  }

  /// The lines of the source for all pieces, the one of index `piece` being at `place`: those behind it where they come
  /// first, those before it where they come last.
  private func ranges(
    _ texts: [SolidLines], around piece: Int, at place: Int, _ solid: SolidLines
  ) -> [Range<Int>]? {
    guard solid.has(texts[piece], at: place) else { return nil }
    var places = [place]
    for index in stride(from: piece - 1, through: 0, by: -1) {
      let text = texts[index]
      guard places[0] - text.count > 0,
        let found = (0..<places[0] - text.count).last(where: { solid.has(text, at: $0) })
      else { return nil }
      places.insert(found, at: 0)
    }
    for index in texts.indices.dropFirst(piece + 1) {
      let next = (places.last ?? 0) + texts[index - 1].count + 1
      guard next < solid.count,
        let found = (next..<solid.count).first(where: { solid.has(texts[index], at: $0) })
      else { return nil }
      places.append(found)
    }
    return zip(places, texts).map { place, text in
      Int(solid.numbers[place])..<Int(solid.numbers[place + text.count - 1]) + 1
    }
  }

  /// How the pieces of the block are like those lines; nil where their indentation says something else.
  private func likeness(
    to ranges: [Range<Int>], _ pieces: [Range<Int>], in source: Source
  ) -> Passage.Likeness? {
    let own = pieces.map { Array(lines[$0]).withoutBlankEnds }
    let theirs = ranges.map { $0.map { Bytes(source.bytes[source.line($0)]) } }
    let (mine, other) = (own.flatMap { $0 }.dedented, theirs.flatMap { $0 }.dedented)
    if mine == other { return .same }
    let (solid, others) = (
      mine.filter { !$0[...].trimmed().isEmpty }, other.filter { !$0[...].trimmed().isEmpty }
    )
    guard solid.count == others.count,
      zip(solid, others).allSatisfy({ $0[...].trimmed().elementsEqual($1[...].trimmed()) })
    else { return nil }
    let isIndentedAlike = [2, 4, 8, 3].contains { tab in
      zip(solid, others).allSatisfy { $0.indentWidth(tab: tab) == $1.indentWidth(tab: tab) }
    }
    return isIndentedAlike ? .spaced : nil
  }
}

extension [Bytes] {
  /// Without blank lines at its ends.
  package var withoutBlankEnds: [Bytes] {
    func isText(_ line: Bytes) -> Bool { !line[...].trimmed().isEmpty }
    guard let first = firstIndex(where: isText), let last = lastIndex(where: isText) else {
      return []
    }
    return Array(self[first...last])
  }

  /// Without the white space that all lines but the blank ones begin with; blank lines are empty.
  package var dedented: [Bytes] {
    let texts = filter { !$0[...].trimmed().isEmpty }
    guard let first = texts.first else { return map { _ in [] } }
    var common = Bytes(first.prefix { $0.isBlank })
    for line in texts {
      var shared = 0
      while shared < common.count, shared < line.count, line[shared] == common[shared] {
        shared += 1
      }
      common = Bytes(common.prefix(shared))
    }
    return map { $0[...].trimmed().isEmpty ? [] : Bytes($0.dropFirst(common.count)) }
  }
}

extension Bytes {
  /// How far the line is indented, a tab reaching to the next multiple of `tab`.
  fileprivate func indentWidth(tab: Int) -> Int {
    var width = 0
    for byte in self {
      if byte == .tab {
        width += tab - width % tab
      } else if byte == .space {
        width += 1
      } else {
        break
      }
    }
    return width
  }
}
