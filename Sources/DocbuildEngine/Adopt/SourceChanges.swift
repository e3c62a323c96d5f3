import DocbuildCore

/// What becomes of the sources before blocks show them: lines that become a page's, marks of regions, new files. Nothing is
/// written here; the new texts stand for the files in the session's overlay.
struct SourceChanges {
  /// What becomes of a file.
  struct Change {
    /// What it held; nil for a new file.
    let old: Bytes?
    var new: Bytes
    /// Lines that are replaced and not only moved.
    var lost: [Bytes] = []
    /// By how many lines what stood from a line (from 0) of the old text on is further down now.
    var moves: [(from: Int, by: Int)] = []

    /// Where lines of the old text are now.
    func now(_ lines: Range<Int>) -> Range<Int> {
      func moved(_ line: Int) -> Int {
        moves.reduce(line) { $1.from <= line ? $0 + $1.by : $0 }
      }
      return moved(lines.lowerBound)..<moved(lines.upperBound - 1) + 1
    }
  }

  let session: Session
  /// By the files' paths.
  private(set) var changes: [RootPath: Change] = [:]
  private(set) var problems: [Diagnostic] = []

  init(_ session: Session) { self.session = session }

  private var project: Project { session.project }

  /// Notes why a file can't be changed; then nothing is written.
  mutating func refuse(_ message: String, _ path: RootPath, notes: [String] = []) {
    problems.append(
      Diagnostic(
        .notAdopted, message, at: Place(file: project.name(of: path).text),
        notes: notes.map { .init($0) }))
  }

  /// Undoes all changes.
  mutating func takeBack() {
    for path in changes.keys { project.root.overlay(nil, at: path) }
    session.sources.invalidate(Array(changes.keys))
    (changes, problems) = ([:], [])
  }

  private mutating func set(_ change: Change, at path: RootPath) {
    changes[path] = change
    project.root.overlay(change.new, at: path)
    session.sources.invalidate([path])
  }

  /// What the file holds with all changes so far; nil where it can't be read.
  private func current(_ path: RootPath) -> Change? {
    if let known = changes[path] { return known }
    guard
      case .success(let file) = project.root.readFile(path, limit: project.options.maxSourceBytes),
      file.path == path
    else { return nil }
    return Change(old: file.bytes, new: file.bytes)
  }

  /// A new file with a block's text; false when that can't be.
  mutating func extract(_ block: PastedBlock, to path: RootPath) -> Bool {
    let name = project.name(of: path).text
    if path.isRoot {
      refuse("'\(name)' lies outside the root, where nothing is written", path)
    } else if path.lies(at: StateFile.folder) {
      refuse("'\(name)' is refused: '\(StateFile.folder.text)' is docbuild's own", path)
    } else if project.root.reason(toRefuse: path) != nil {
      refuse("'\(name)' is refused: files of that name hold secrets", path)
    } else if let old = current(path) {
      if normalised(old.new) == block.text { return true }
      refuse(
        "'\(name)' is there and holds something else", path,
        notes: ["name a new file; nothing is overwritten"])
    } else if project.root.isThere(path) {
      refuse("'\(name)' is there and can't be read as a file", path)
    } else {
      set(Change(old: nil, new: block.text), at: path)
      return true
    }
    return false
  }

  /// Lines (from 0) of a file, as it was before all changes, become a block's; the new lines' range, or nil when that can't be.
  mutating func replace(
    _ old: Range<Int>, of path: RootPath, by block: PastedBlock
  ) -> Range<Int>? {
    guard var change = current(path) else {
      refuse(
        "'\(project.name(of: path).text)' can't be changed: it is a link, or can't be read", path)
      return nil
    }
    let source = Source(name: "", bytes: change.new)
    let lines = change.now(old)
    // Marks of a region among them would be lost.
    guard lines.count == old.count, lines.upperBound <= source.lines.count else { return nil }
    let texts = lines.map { Bytes(source.bytes[source.line($0)]) }
    let indent = Bytes(texts.first { !$0[...].trimmed().isEmpty }?.prefix { $0.isBlank } ?? [])
    let end = source.lineEnd(at: lines.lowerBound)
    let new = block.lines.withoutBlankEnds.dedented.map { $0.isEmpty ? $0 : indent + $0 }
    let text = new.reduce(into: Bytes()) { $0 += $1 + end }
    guard
      let made = TextEdit.applying(
        [TextEdit(file: "", lines: lines, text: text)], to: source)
    else { return nil }
    change.moves.append((old.upperBound, new.count - old.count))
    change.lost.append(texts.reduce(into: Bytes()) { $0 += $1 + [UInt8(ascii: "\n")] })
    change.new = made
    set(change, at: path)
    return lines.lowerBound..<lines.lowerBound + new.count
  }

  /// Marks lines (from 0) of a file, as it was before all changes, as a region; its name, or nil when that can't be.
  ///
  /// - Parameter wish: what it is about.
  mutating func mark(_ old: Range<Int>, of path: RootPath, named wish: String) -> String? {
    guard var change = current(path) else {
      refuse(
        "'\(project.name(of: path).text)' can't be changed: it is a link, or can't be read", path)
      return nil
    }
    let source = Source(name: "", bytes: change.new, path: path.bytes)
    let lines = change.now(old)
    guard let comment = source.language?.comment, lines.upperBound <= source.lines.count else {
      return nil
    }
    let known = Set(SourceFacts(source).regions.regions.map(\.name))
    let base = wish.asRegionName
    var name = base
    var number = 2
    while known.contains(name) {
      name = "\(base)-\(number)"
      number += 1
    }
    let first = source.bytes[source.line(lines.lowerBound)]
    let (indent, end) = (Bytes(first.prefix { $0.isBlank }), source.lineEnd(at: lines.lowerBound))
    func line(_ text: String) -> Bytes {
      let inside = comment.close.isEmpty ? text : "\(text) \(comment.close)"
      return indent + Bytes("\(comment.open) \(inside)".utf8) + end
    }
    let isOpenEnded =
      lines.upperBound == source.lines.count && source.bytes.last != UInt8(ascii: "\n")
    let close = (isOpenEnded ? end : []) + line("#endregion \(name)")
    guard
      let made = TextEdit.applying(
        [
          TextEdit(
            file: "", lines: lines.lowerBound..<lines.lowerBound, text: line("#region \(name)")),
          TextEdit(file: "", lines: lines.upperBound..<lines.upperBound, text: close),
        ], to: source)
    else { return nil }
    let inner = lines.lowerBound + 1..<lines.upperBound + 1
    guard source.takesComments(around: lines), made.marks(inner, as: name, path) else { return nil }
    change.new = made
    change.moves += [(old.lowerBound, 1), (old.upperBound, 1)]
    set(change, at: path)
    return name
  }
}

extension Bytes {
  /// Whether lines (from 0) of this source are the region of that name: no mark counts in a string or a here-document.
  fileprivate func marks(_ lines: Range<Int>, as name: String, _ path: RootPath) -> Bool {
    let facts = SourceFacts(Source(name: "", bytes: self, path: path.bytes))
    return facts.regions.regions.contains {
      $0.name == name && $0.start + 1 == lines.lowerBound && $0.end == lines.upperBound
    }
  }
}

extension Source {
  /// Whether comments of the language's own can stand on lines of their own before and behind those lines (from 0): not where a
  /// line goes on behind a backslash, in an element of JSX, or in the script of a page that has other comments itself.
  fileprivate func takesComments(around lines: Range<Int>) -> Bool {
    for last in [lines.lowerBound - 1, lines.upperBound - 1] where last >= 0 {
      if bytes[line(last)].trimmed().last == UInt8(ascii: "\\") { return false }
    }
    let first = bytes[line(lines.lowerBound)].first
    switch language?.name {
    case "vue", "svelte", "astro", "html": return false
    case "jsx", "tsx": return first.map { !$0.isBlank && $0 != UInt8(ascii: "<") } ?? true
    default: return true
    }
  }

  /// How line `index` (from 0) ends; as the first one where it has no end.
  func lineEnd(at index: Int) -> Bytes {
    let end = lines.isEmpty ? 0 : line(min(index, lines.count - 1)).upperBound
    let isCRLF = end > 0 && end < bytes.count && bytes[end - 1] == UInt8(ascii: "\r")
    return Bytes((isCRLF ? "\r\n" : "\n").utf8)
  }
}

extension String {
  /// A name for a region about this.
  fileprivate var asRegionName: String {
    let words = lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(4)
    let name = words.joined(separator: "-")
    return name.isEmpty ? "snippet" : name
  }
}
