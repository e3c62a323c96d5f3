/// The regions marked in one source.
package struct MarkedRegions: Sendable {
  /// Lines between a mark that opens and the one that closes it.
  package struct Region: Sendable {
    /// Empty for one without a name.
    package let name: String
    /// The lines of the opening and the closing mark, from 0.
    package let start: Int
    /// The line of the closing mark, from 0.
    package let end: Int
    /// The number of its dialect.
    let dialect: Int

    /// The lines between the marks; none where both are on one line.
    var inner: Range<Int> { start + 1..<max(start + 1, end) }

    /// The lines with those of the marks.
    var whole: Range<Int> { start..<end + 1 }
  }

  struct Unclosed: Sendable {
    let name: String
    let line: Int
    let dialect: RegionDialect
    /// Whether the line is taken for text unless somebody asks for the region.
    let isText: Bool
  }

  /// A line with a mark.
  struct Mark: Sendable {
    let line: Int
    /// The number of its dialect.
    let dialect: Int
    /// Whether its other half is there too.
    var isPaired: Bool
    /// Whether nothing else is on its line.
    let isAlone: Bool
    /// Whether the region is a piece of one comment, such as an example in XML, and so perhaps none.
    var isInComment = false
  }

  /// What must not be passed over in silence: a line that begins like a mark and is none, an end without its
  /// beginning, lines that are left out without an end, or a mark by which its owner shows something else.
  struct Fault: Sendable {
    enum Kind: Sendable { case unread, endWithoutStart, neverShown, rewriting }
    let kind: Kind
    let line: Int
    let dialect: Int
  }

  /// Those that regions are marked in, by their numbers.
  let dialects: [RegionDialect]

  /// Those with names, in the order of their opening marks.
  package var regions: [Region] { all.filter { !$0.name.isEmpty } }

  /// Those without names too.
  private(set) var all: [Region] = []
  private(set) var unclosed: [Unclosed] = []
  /// In the order of the lines.
  private(set) var marks: [Mark] = []
  private(set) var faults: [Fault] = []
  /// Lines that the regions of a dialect leave out, their marks included; in order.
  private(set) var hidden: [(lines: Range<Int>, dialect: Int)] = []
  /// The numbers of `all`, by name.
  private var byName: [Int] = []

  /// What `source` marks, in one pass over its bytes.
  ///
  /// - Parameter own: the dialects of the project.
  init(in source: Source, own: [RegionDialect] = []) {
    dialects = own.isEmpty ? RegionDialect.all : RegionDialect.all + own
    let found = MarkReader(source, own: own).found
    guard !found.isEmpty else { return }
    for number in dialects.indices {
      let ours = found.filter { $0.dialect == number }
      if !ours.isEmpty { pair(ours, number, in: source) }
    }
    all.sort { ($0.start, $1.end) < ($1.start, $0.end) }
    marks.sort { $0.line < $1.line }
    hidden.sort { $0.lines.lowerBound < $1.lines.lowerBound }
    byName = all.indices.sorted { (all[$0].name, $0) < (all[$1].name, $1) }
  }

  /// The names of regions and the lines (from 0) that they begin on, in order; those that are never closed, too.
  package var beginnings: [(name: Bytes, line: Int)] {
    let open = unclosed.filter { !$0.isText && !$0.name.isEmpty }.map { ($0.name, $0.line) }
    let all = (regions.map { ($0.name, $0.start) } + open).sorted { $0.1 < $1.1 }
    return all.map { (Bytes($0.0.utf8), $0.1) }
  }

  /// The regions of that name, in the order of their opening marks.
  func named(_ name: String) -> [Region] {
    var low = 0
    var high = byName.count
    while low < high {
      let middle = (low + high) / 2
      if all[byName[middle]].name < name { low = middle + 1 } else { high = middle }
    }
    return byName[low...].prefix { all[$0].name == name }.map { all[$0] }
  }

  /// The lines of marks in `lines` that an excerpt leaves out: those of the dialects in `wanted`, and of others only
  /// pairs that nothing else is spelt like. Nil stands for an excerpt that no region was named for: every pair goes.
  func lines(in lines: Range<Int>, wanted: Set<Int>?) -> [Range<Int>] {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].line < lines.lowerBound { low = middle + 1 } else { high = middle }
    }
    return marks[low...].prefix { $0.line < lines.upperBound }.filter { mark in
      guard let wanted else { return mark.isPaired && mark.isAlone && !mark.isInComment }
      return wanted.contains(mark.dialect)
        || mark.isPaired && mark.isAlone && dialects[mark.dialect].isUnmistakable
    }.map { $0.line..<$0.line + 1 }
  }

  /// Whether a line holds a mark that belongs to a pair.
  func isMark(_ line: Int) -> Bool { !lines(in: line..<line + 1, wanted: nil).isEmpty }

  /// What makes the bounds of `region` doubtful.
  func fault(in region: Region) -> Fault? {
    faults.first { fault in
      guard fault.dialect == region.dialect, fault.line > region.start else { return false }
      if fault.line < region.end { return true }
      // An end too many may be the true end of any region above it.
      return fault.kind == .endWithoutStart && dialects[region.dialect].closesInnermost
    }
  }

  /// What `region` leaves out: a region inside what another one hides is not hidden itself.
  func hidden(in region: Region) -> [Range<Int>] {
    hidden.filter { $0.dialect == region.dialect && region.inner.contains($0.lines.lowerBound) }
      .map(\.lines)
  }

  // MARK: pairs

  private mutating func pair(_ found: [FoundMark], _ number: Int, in source: Source) {
    let dialect = dialects[number]
    let isOpening = openings(found, dialect)
    var open: [Int] = []
    var names: Set<String> = []
    for (index, mark) in found.enumerated() where isOpening[index] { names.insert(mark.name) }
    var paired: Set<Int> = []
    var hiding: Int?
    var isMark = found.map { !$0.reading.isNoMark }
    for (index, mark) in found.enumerated() {
      func fault(_ kind: Fault.Kind) { faults.append(Fault(kind: kind, mark)) }
      switch mark.reading {
      case .open:
        if isOpening[index] {
          open.append(index)
        } else {
          isMark[index] = false
          unclosed.append(Unclosed(mark, in: dialects[mark.dialect], isText: true))
        }
      case .close(let name, _, let isSure):
        // An end closes the innermost region, unless what stands behind it names another one of the file.
        let isAny = dialect.closesInnermost && isSure && (name.isEmpty || !names.contains(name))
        guard
          let at = open.lastIndex(where: { found[$0].name == name })
            ?? (isAny && !open.isEmpty ? open.count - 1 : nil)
        else {
          isMark[index] = isSure
          if isSure, !dialect.isCommonText { fault(.endWithoutStart) }
          break
        }
        let start = open.remove(at: at)
        all.append(Region(from: found[start], to: mark.line))
        paired.formUnion([start, index])
      case .hide:
        hiding = hiding ?? index
      case .show:
        guard let start = hiding else {
          fault(.endWithoutStart)
          break
        }
        hidden.append((found[start].line..<mark.line + 1, number))
        paired.formUnion([start, index])
        hiding = nil
      case .hideLine: hidden.append((mark.line..<mark.line + 1, number))
      case .note: paired.insert(index)
      case .fault: fault(.unread)
      case .rewrite: fault(.rewriting)
      }
    }
    if let start = hiding { hide(from: found[start].line, number, in: source) }
    unclosed += open.map { index in
      if dialect.isCommonText { isMark[index] = false }
      return Unclosed(found[index], in: dialect, isText: dialect.isCommonText)
    }
    marks += found.indices.filter { isMark[$0] }.map { index in
      Mark(found[index], isPaired: paired.contains(index))
    }
    if dialect.isCommonText { noteComments(number, in: source) }
  }

  /// Leaves out the lines from a mark on that no other takes back.
  private mutating func hide(from line: Int, _ number: Int, in source: Source) {
    let end = all.first { $0.dialect == number && $0.inner.contains(line) }?.end
    hidden.append((line..<(end ?? source.lines.count), number))
    if !dialects[number].closesInnermost {
      faults.append(Fault(kind: .neverShown, line: line, dialect: number))
    }
  }

  /// Which of the marks that may open a region do. One that may as well be a sentence does only when an end asks for
  /// it: by its name, or because no other is left to be closed.
  private func openings(_ found: [FoundMark], _ dialect: RegionDialect) -> [Bool] {
    var isOpening = [Bool](repeating: false, count: found.count)
    var open: [Int] = []
    var doubtful: [Int] = []
    for (index, mark) in found.enumerated() {
      switch mark.reading {
      case .open(_, _, true):
        isOpening[index] = true
        open.append(index)
      case .open: doubtful.append(index)
      case .close(let name, _, let isSure):
        if let at = open.lastIndex(where: { found[$0].name == name }) {
          open.remove(at: at)
        } else if let at = doubtful.lastIndex(where: { found[$0].name == name }) {
          isOpening[doubtful.remove(at: at)] = true
        } else if isSure, dialect.closesInnermost {
          if !open.isEmpty {
            open.removeLast()
          } else if !doubtful.isEmpty {
            isOpening[doubtful.removeLast()] = true
          }
        }
      default: break
      }
    }
    return isOpening
  }

  /// Marks the pairs that hold nothing but one comment.
  private mutating func noteComments(_ number: Int, in source: Source) {
    let lexis = source.language?.lexis
    var lines: Set<Int> = []
    for region in all where region.dialect == number && region.end > region.start + 1 {
      let isComment = region.inner.allSatisfy { index in
        MarkLine(source.bytes[source.line(index)], lexis: lexis).comment != nil
      }
      if isComment { lines.formUnion([region.start, region.end]) }
    }
    for index in marks.indices where marks[index].dialect == number {
      marks[index].isInComment = lines.contains(marks[index].line)
    }
  }
}

extension MarkedRegions.Region {
  fileprivate init(from mark: FoundMark, to end: Int) {
    self.init(name: mark.name, start: mark.line, end: end, dialect: mark.dialect)
  }
}

extension MarkedRegions.Unclosed {
  fileprivate init(_ mark: FoundMark, in dialect: RegionDialect, isText: Bool) {
    self.init(name: mark.name, line: mark.line, dialect: dialect, isText: isText)
  }
}

extension MarkedRegions.Fault {
  fileprivate init(kind: Kind, _ mark: FoundMark) {
    self.init(kind: kind, line: mark.line, dialect: mark.dialect)
  }
}

extension MarkedRegions.Mark {
  fileprivate init(_ mark: FoundMark, isPaired: Bool) {
    self.init(line: mark.line, dialect: mark.dialect, isPaired: isPaired, isAlone: mark.isAlone)
  }
}

/// A mark with its line and its dialect's number.
struct FoundMark: Sendable {
  let line: Int
  let dialect: Int
  let reading: MarkReading
  let isAlone: Bool

  var name: String {
    switch reading {
    case .open(let name, _, _), .close(let name, _, _): name
    default: ""
    }
  }
}
