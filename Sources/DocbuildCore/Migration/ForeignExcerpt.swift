/// What another tool's directive shows: turned into a directive of docbuild's that shows the same, byte for byte.
struct ForeignExcerpt {
  /// The file as a directive of the page names it.
  let target: String
  /// docbuild's selector; empty for the whole file.
  var selector = ""
  /// The lines that the tool shows; nil for those that the selector does.
  var wanted: [Bytes]?

  /// Options that keep what docbuild leaves out of a narrowed excerpt, from none to all.
  private static let keeping = [
    "", "indent=keep", "trim=no", "marks=keep", "indent=keep trim=no", "indent=keep marks=keep",
    "marks=keep trim=no", "indent=keep marks=keep trim=no",
  ]

  /// The arguments of the directive, or why there are none.
  func arguments(in page: ForeignPage) -> Result<String, Refusal> {
    guard let facts = facts(in: page) else {
      return .failure(Refusal("'\(target)' is not there, or can't be read"))
    }
    if Bytes(target.utf8).isPattern {
      return .failure(Refusal("docbuild takes '\(target)' for a pattern"))
    }
    let path = Bytes(target.utf8).asTarget.text
    let start = selector.isEmpty ? path : "\(path) \(selector)"
    guard let wanted else {
      return facts.lines(by: selector) != nil
        ? .success(start) : .failure(Refusal("docbuild finds nothing by '\(selector)'"))
    }
    for more in ForeignExcerpt.keeping {
      let options = [selector, more].filter { !$0.isEmpty }.joined(separator: " ")
      guard facts.lines(by: options) == wanted else { continue }
      return .success(more.isEmpty ? start : "\(start) \(more)")
    }
    return .failure(Refusal("no directive shows the same lines"))
  }

  private func facts(in page: ForeignPage) -> SourceFacts? {
    selector.hasPrefix("symbol=") ? page.lookup.parsed(target) : page.lookup.source(target)
  }

  /// The lines that the tool shows; nil where the file can't be read, or docbuild finds nothing.
  func lines(in page: ForeignPage) -> [Bytes]? {
    wanted ?? facts(in: page)?.lines(by: selector)
  }

  /// Whether a block holds nothing yet, or what the excerpt shows: then it surely is the tool's.
  func isShown(by lines: ArraySlice<Bytes>, in page: ForeignPage) -> Bool {
    let own = Array(lines).withoutBlankEnds
    guard let facts = facts(in: page) else { return false }
    return own.isEmpty || facts.lines(by: selector)?.withoutBlankEnds.dedented == own.dedented
  }

  /// Whether a block is much like what the excerpt shows: most of its lines stand there, too, and not only one.
  func isOnceShown(by lines: ArraySlice<Bytes>, in page: ForeignPage) -> Bool {
    func solid(_ lines: some Sequence<Bytes>) -> [Bytes] {
      lines.map { Bytes($0[...].trimmed()) }.filter { $0.contains { $0.isWord } }
    }
    let known = Set(solid(self.lines(in: page) ?? []))
    let own = solid(lines)
    let shared = own.count { known.contains($0) }
    return shared >= 2 && shared * 2 >= own.count
  }

  /// Why something can't be said in docbuild's words.
  struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// The step that replaces a line by a directive.
  ///
  /// - Parameter options: more options, such as the fence's.
  func step(
    _ lines: Range<Int>, margin: Bytes, _ options: String = "", in page: ForeignPage
  ) -> MigrationStep {
    switch arguments(in: page) {
    case .failure(let refusal): return MigrationStep(lines, .refused(refusal.reason))
    case .success(let arguments):
      let all = options.isEmpty ? arguments : "\(arguments) \(options)"
      return MigrationStep(lines, .lines([margin + Bytes("<!-- include(\(all)) -->".utf8)]))
    }
  }

  /// The step that puts an owned block in place of lines; what it shows is made by weaving.
  func ownedStep(
    _ lines: Range<Int>, margin: Bytes, before: [Bytes] = [], after: [Bytes] = [],
    _ options: String, in page: ForeignPage
  ) -> MigrationStep {
    switch arguments(in: page) {
    case .failure(let refusal): return MigrationStep(lines, .refused(refusal.reason))
    case .success(let arguments):
      let all = options.isEmpty ? arguments : "\(arguments) \(options)"
      let made = [Bytes("<!-- embed(\(all)) -->".utf8), OwnedBlock.endMark].map { margin + $0 }
      return MigrationStep(lines, .lines(before + made + after))
    }
  }

  /// The lines of the target by number, both ends included and counted from 1; those beyond its end are left out, as
  /// tools do.
  static func lines(
    _ ranges: [(first: Int, last: Int?)], of target: String, in page: ForeignPage
  ) -> ForeignExcerpt {
    guard let facts = page.lookup.source(target) else { return ForeignExcerpt(target: target) }
    let all = facts.lines(by: "") ?? []
    var parts: [String] = []
    var wanted: [Bytes] = []
    for (first, last) in ranges {
      let end = min(last ?? all.count, all.count)
      guard first >= 1, first <= end else { continue }
      wanted += all[(first - 1)..<end]
      parts.append(first == end ? "\(first)" : last == nil ? "\(first).." : "\(first)..\(end)")
    }
    return ForeignExcerpt(
      target: target, selector: "lines=\(parts.joined(separator: ","))", wanted: wanted)
  }
}

extension String {
  /// What stands behind the first `mark`; nil where it does not stand there.
  func behind(_ mark: String) -> String? {
    let parts = pieces(between: mark)
    return parts.count < 2 ? nil : parts.dropFirst().joined(separator: mark)
  }

  /// The text between the first `open` and the next `close`.
  func between(_ open: String, _ close: String) -> String? {
    behind(open).flatMap { rest in
      let parts = rest.pieces(between: close)
      return parts.count < 2 ? nil : parts[0]
    }
  }

  /// Without white space at its ends.
  var stripped: String { Bytes(utf8).trimmed().text }

  /// Without quotes of either kind around it.
  var unquoted: String {
    guard utf8.count > 1, let quote = utf8.first, quote == utf8.last,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    else { return self }
    return String(dropFirst().dropLast())
  }

  /// `key=value` pairs, the values perhaps in quotes.
  var attributes: [String: String] {
    var found: [String: String] = [:]
    var rest = self[...]
    while let sign = rest.firstIndex(of: "=") {
      let key =
        rest[..<sign].split { $0 == " " || $0 == "\t" || $0 == "," }.last.map(String.init) ?? ""
      rest = rest[rest.index(after: sign)...]
      if let quote = rest.first, quote == "\"" || quote == "'" {
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != quote }
        found[key] = String(value)
        rest = rest.dropFirst(value.count).dropFirst()
      } else {
        let value = rest.prefix { $0 != " " && $0 != "\t" }
        found[key] = String(value)
        rest = rest.dropFirst(value.count)
      }
    }
    return found
  }

  /// `1-3,5-`, `4`, `-6`: lines from 1, both ends included; nil for anything else.
  var numberRanges: [(first: Int, last: Int?)]? {
    var found: [(first: Int, last: Int?)] = []
    for part in split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
        String($0).stripped
      }
      switch ends.count {
      case 1:
        guard let one = Int(ends[0]) else { return nil }
        found.append((one, one))
      case 2:
        guard let first = ends[0].isEmpty ? 1 : Int(ends[0]) else { return nil }
        if ends[1].isEmpty {
          found.append((first, nil))
        } else {
          guard let last = Int(ends[1]) else { return nil }
          found.append((first, last))
        }
      default: return nil
      }
    }
    return found.isEmpty ? nil : found
  }

  /// As the value of an option.
  var asOptionValue: String { Bytes(utf8).asValue }

  /// The option that makes an info string.
  var asInfoOption: String { "info=\(Bytes(utf8).inQuotes)" }

  /// The ending behind the last dot of the last component, in lower case; empty without one.
  var fileEnding: String {
    let name = split(separator: "/").last.map(String.init) ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}
