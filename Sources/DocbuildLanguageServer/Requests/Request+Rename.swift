import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// Another name for a region, in its source and wherever it is shown; another text for a heading, with the links to it.
  static let rename = Request(
    "textDocument/rename", capability: ("renameProvider", ["prepareProvider": true])
  ) { server, params in
    let asked = try Asked(params, in: server)
    try asked?.project.learnAll()
    guard let asked, let edited = asked.project.edited,
      let named = try asked.named(at: asked.point(params))
    else { throw RequestFault.failed("here is no region and no heading") }
    guard let new = params["newName"]?.text else { throw RequestFault.parameters("newName") }
    var changes = FileChanges(server, asked.project)
    switch named.what {
    case .region(let path):
      guard new.utf8.contains(where: { !$0.isBlank }),
        !new.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") })
      else { throw RequestFault.failed("a region can't be called that") }
      if edited.facts(path)?.regions.regions.contains(where: { $0.name == new }) ?? false {
        throw RequestFault.failed("there is a region '\(new)' already")
      }
      changes.renameRegion(named.name, of: path, to: new, edited)
    case .heading(let heading):
      guard !new.utf8.contains(UInt8(ascii: "\n")), !new.utf8.allSatisfy(\.isBlank) else {
        throw RequestFault.failed("a heading is one line")
      }
      changes.renameHeading(heading, titled: named.range, of: asked.path, to: new, edited)
    }
    return changes.json
  }

  /// Whether there is something to be renamed, and where its name stands.
  static let prepareRename = Request("textDocument/prepareRename") { server, params in
    guard let asked = try Asked(params, in: server),
      let named = try asked.named(at: asked.point(params))
    else { return .null }
    return ["range": asked.lines.range(of: named.range).json, "placeholder": .text(named.name)]
  }
}

/// Something with a name, and where that stands.
struct Named {
  enum What {
    /// Of the source at a path.
    case region(of: RootPath)
    case heading(PageOutline.Heading)
  }

  let what: What
  let name: String
  let range: Range<Int>
}

extension Asked {
  /// What has a name at a point.
  func named(at point: Point) -> Named? {
    guard let edited = project.edited else { return nil }
    guard let document else { return regionMark(at: point, edited) }
    if let directive = draft?.directive(on: point.line) {
      let items = RegionName.all(in: lines.bytes, point.lineRange)
      guard
        let item = items.first(where: {
          $0.range.lowerBound <= point.offset && point.offset <= $0.range.upperBound
        })
      else { return nil }
      guard let path = edited.path(ofTarget: directive.target, in: document).folded else {
        return nil
      }
      return Named(what: .region(of: path), name: item.name, range: item.range)
    }
    guard let heading = heading(on: point) else { return nil }
    let range = titleRange(of: heading)
    return Named(what: .heading(heading), name: Bytes(lines.bytes[range]).text, range: range)
  }

  private func regionMark(at point: Point, _ edited: EditedProject) -> Named? {
    let region = edited.facts(path)?.regions.regions.first {
      $0.start == point.line - 1 || $0.end == point.line - 1
    }
    guard let region, let range = lines.bytes.last(region.name, in: point.lineRange) else {
      return nil
    }
    return Named(what: .region(of: path), name: region.name, range: range)
  }

  /// A heading's text without its marks.
  private func titleRange(of heading: PageOutline.Heading) -> Range<Int> {
    let bytes = lines.bytes
    var text = bytes[heading.range].trimmed()
    let sign = UInt8(ascii: "#")
    if text.first == sign {
      text = text.drop { $0 == sign }.trimmed()
      let marks = text.reversed().prefix { $0 == sign }.count
      let rest = text.dropLast(marks)
      if marks > 0, rest.last?.isBlank ?? false { text = rest.trimmed() }
    }
    // An id that is written stays.
    if text.last == UInt8(ascii: "}"), let open = text.lastIndex(of: UInt8(ascii: "{")) {
      text = text[..<open].trimmed()
    }
    return text.startIndex..<text.endIndex
  }
}

/// A region's name in a directive's options.
struct RegionName {
  let name: String
  /// Where it stands, without quotes.
  let range: Range<Int>

  /// Those that stand in `region=` and `omit=` on a line.
  static func all(in bytes: Bytes, _ line: Range<Int>) -> [RegionName] {
    var found: [RegionName] = []
    for key in ["region=", "omit=", "key="] {
      var at = line.lowerBound
      while at + key.utf8.count <= line.upperBound {
        defer { at += 1 }
        guard bytes[at...].starts(with: key.utf8), at > line.lowerBound,
          bytes[at - 1].isBlank || key == "key=" && bytes[at - 1] == UInt8(ascii: "(")
        else { continue }
        found += items(in: bytes, at + key.utf8.count..<line.upperBound, isList: key != "key=")
      }
    }
    return found
  }

  private static func items(in bytes: Bytes, _ value: Range<Int>, isList: Bool) -> [RegionName] {
    let quote = UInt8(ascii: "\"")
    var found: [RegionName] = []
    var at = value.lowerBound
    if at < value.upperBound, bytes[at] == UInt8(ascii: "/") { return [] }
    while at < value.upperBound {
      if bytes[at] == UInt8(ascii: "!") { at += 1 }
      let isQuoted = at < value.upperBound && bytes[at] == quote
      if isQuoted { at += 1 }
      let start = at
      while at < value.upperBound,
        isQuoted
          ? bytes[at] != quote
          : !(bytes[at].isBlank || isList && bytes[at] == UInt8(ascii: ",")
            || bytes[at] == UInt8(ascii: ")"))
      { at += 1 }
      found.append(RegionName(name: Bytes(bytes[start..<at]).text, range: start..<at))
      if isQuoted, at < value.upperBound { at += 1 }
      guard isList, at < value.upperBound, bytes[at] == UInt8(ascii: ",") else { break }
      at += 1
    }
    return found
  }
}

extension Bytes {
  /// The last place of a text in a range.
  func last(_ text: String, in range: Range<Int>) -> Range<Int>? {
    let wanted = Bytes(text.utf8)
    guard !wanted.isEmpty, range.count >= wanted.count else { return nil }
    for start in stride(from: range.upperBound - wanted.count, through: range.lowerBound, by: -1)
    where self[start..<start + wanted.count].elementsEqual(wanted) {
      return start..<start + wanted.count
    }
    return nil
  }
}
