import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// Changes of files that a client carries out together.
struct FileChanges {
  private let server: LanguageServer
  let project: ServedProject
  private var changes: [RootPath: [(range: Range<Int>, text: Bytes)]] = [:]

  init(_ server: LanguageServer, _ project: ServedProject) {
    self.server = server
    self.project = project
  }

  /// Puts `text` in place of a range of offsets; the same change twice counts once.
  mutating func put(_ text: Bytes, at range: Range<Int>, of path: RootPath) {
    if changes[path]?.contains(where: { $0.range == range }) ?? false { return }
    changes[path, default: []].append((range, text))
  }

  var isEmpty: Bool { changes.isEmpty }

  var json: JSONValue {
    var made: [String: JSONValue] = [:]
    for (path, edits) in changes {
      let lines = TextLines(project.text(at: path) ?? [], server.unit)
      made[server.uri(of: path, in: project)] = .list(
        edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
          .map { server.textEdit($0.range, $0.text, in: lines) })
    }
    return ["changes": .object(made)]
  }

  // MARK: names

  mutating func renameRegion(
    _ name: String, of path: RootPath, to new: String, _ edited: EditedProject
  ) {
    if let facts = edited.facts(path), let text = project.text(at: path) {
      let lines = TextLines(text, server.unit)
      for region in facts.regions.regions where region.name == name {
        for line in Set([region.start, region.end]) {
          let start = lines.offset(of: TextPosition(line: line + 1, column: 1))
          let whole = Point(start, in: lines).lineRange
          // An end need not bear the name.
          if let range = text.last(name, in: whole) { put(Bytes(new.utf8), at: range, of: path) }
        }
      }
    }
    let needsQuotes = new.utf8.contains {
      $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ")")
    }
    for document in edited.shown.documents(naming: path) {
      guard let draft = edited.draft(of: document), let text = project.text(at: document.path)
      else { continue }
      let lines = TextLines(text, server.unit)
      for directive in draft.directives
      where edited.path(ofTarget: directive.target, in: document).isSame(as: path) {
        let start = lines.offset(of: TextPosition(line: directive.line, column: 1))
        for item in RegionName.all(in: text, Point(start, in: lines).lineRange)
        where item.name == name {
          let isQuoted = text[item.range.lowerBound - 1] == UInt8(ascii: "\"")
          put(
            Bytes((needsQuotes && !isQuoted ? "\"\(new)\"" : new).utf8), at: item.range,
            of: document.path)
        }
      }
    }
  }

  mutating func renameHeading(
    _ heading: PageOutline.Heading, titled range: Range<Int>, of path: RootPath, to new: String,
    _ edited: EditedProject
  ) {
    guard let text = project.text(at: path) else { return }
    put(Bytes(new.utf8), at: range, of: path)
    var renamed = text
    renamed.replaceSubrange(range, with: new.utf8)
    let old = edited.outline(text, of: path).headings
    let now = edited.outline(renamed, of: path).headings
    guard old.count == now.count else { return }
    // Another of the same name may have another number now.
    for (before, after) in zip(old, now) {
      guard let anchor = before.anchor, let next = after.anchor, anchor != next else { continue }
      let fragment =
        Bytes("#".utf8) + next.percentEncoded { $0 <= 0x20 || "%#?()<>".utf8.contains($0) }
      for link in edited.links(to: anchor, of: path, text: { project.text(at: $0) }) {
        put(fragment, at: link.range, of: link.page)
      }
    }
  }
}
