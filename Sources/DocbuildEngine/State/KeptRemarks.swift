import DocbuildCore
import Glibc

/// The warnings of documents that were woven and written all the same, in `.docbuild/remarks`: a build tells them again
/// as long as their documents are up to date. Most projects have none, and then there is no such file.
///
/// Format: the line `docbuild remarks 2`; then 64-bit little-endian numbers and byte strings (a number of bytes, then
/// the bytes): the number of documents, and of each its path, the root as it was written from the current folder, by
/// which all names are, and its warnings, as `Writer` and `Reader` below have them. Last comes the SHA-256 of all that.
struct KeptRemarks: Sendable {
  private struct Kept: Sendable {
    /// The root as it was written from the current folder then.
    let origin: Bytes
    let diagnostics: [Diagnostic]
  }

  private var byDocument: [Bytes: Kept] = [:]

  private static let magic = Bytes("docbuild remarks 2\n".utf8)
  static let fileName = Bytes("remarks".utf8)

  init() {}

  var isEmpty: Bool { byDocument.isEmpty }

  /// Makes documents stale that are up to date but for their warnings, whose names hold elsewhere.
  func revise(
    _ verdicts: inout [StalenessPlanner.Verdict], of documents: [ProjectDocument],
    in project: Project
  ) {
    if isEmpty { return }
    let origin = project.name(of: [])
    for index in documents.indices where !verdicts[index].isStale {
      guard let kept = byDocument[documents[index].path], kept.origin != origin else { continue }
      verdicts[index] = .stale("it has warnings, which were told from another folder")
    }
  }

  /// Adds the warnings of documents that are up to date to the results.
  func tellAgain(in results: inout [BuildResult]) {
    if isEmpty { return }
    for index in results.indices where results[index].reason == nil {
      results[index].diagnostics += byDocument[results[index].document.path]?.diagnostics ?? []
    }
  }

  /// What holds after a build.
  func updated(by results: [BuildResult], in project: Project) -> KeptRemarks {
    var made = self
    let origin = project.name(of: [])
    for result in results where result.reason != nil {
      let isWhole = [.written, .unchanged, .noDocument].contains(result.outcome)
      let found = isWhole ? result.diagnostics : []
      made.byDocument[result.document.path] =
        found.isEmpty ? nil : Kept(origin: origin, diagnostics: found)
    }
    made.byDocument = made.byDocument.filter { project.root.exists($0.key) }
    return made
  }

  // MARK: storing

  /// Nil for what is damaged.
  init?(_ bytes: Bytes) {
    let end = bytes.count - Hash([]).bytes.count
    guard bytes.starts(with: KeptRemarks.magic), end >= KeptRemarks.magic.count,
      Bytes(bytes[end...]) == Hash(Bytes(bytes[..<end])).bytes
    else { return nil }
    var reader = Reader(bytes: bytes, at: KeptRemarks.magic.count, end: end)
    let entries = reader.list { reader -> (Bytes, Kept)? in
      guard let path = reader.string(), let origin = reader.string(),
        let found = reader.list({ $0.diagnostic() })
      else { return nil }
      return (path, Kept(origin: origin, diagnostics: found))
    }
    guard let entries else { return nil }
    byDocument = Dictionary(entries) { $1 }
  }

  var stored: Bytes {
    var writer = Writer(bytes: KeptRemarks.magic)
    writer.list(byDocument.sorted { $0.key.lexicographicallyPrecedes($1.key) }) { writer, entry in
      writer.string(entry.key)
      writer.string(entry.value.origin)
      writer.list(entry.value.diagnostics) { $0.diagnostic($1) }
    }
    return writer.bytes + Hash(writer.bytes).bytes
  }
}

private struct Writer {
  var bytes: Bytes

  mutating func number(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func string(_ value: Bytes) {
    number(value.count)
    bytes += value
  }

  mutating func text(_ value: String) { string(Bytes(value.utf8)) }

  mutating func list<Item>(_ items: [Item], _ write: (inout Writer, Item) -> Void) {
    number(items.count)
    for item in items { write(&self, item) }
  }

  mutating func diagnostic(_ value: Diagnostic) {
    text(value.severity.rawValue)
    text(value.id.rawValue)
    text(value.message)
    place(value.place)
    list(value.notes) { writer, note in
      writer.text(note.message)
      writer.list(note.place.map { [$0] } ?? []) { $0.place($1) }
    }
    list(value.fixIt.map { [$0] } ?? []) { $0.string($1.text) }
  }

  mutating func place(_ value: Place) {
    text(value.name)
    for number in [
      value.line, value.column, value.length, value.utf16Columns.lowerBound,
      value.utf16Columns.upperBound, value.codePointColumns.lowerBound,
      value.codePointColumns.upperBound, value.cut,
    ] {
      self.number(number)
    }
    string(value.excerpt)
  }
}

private struct Reader {
  let bytes: Bytes
  var at: Int
  let end: Int

  mutating func number() -> Int? {
    guard at + 8 <= end else { return nil }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: Int64.self) }
    at += 8
    return Int(Int64(littleEndian: value))
  }

  mutating func string() -> Bytes? {
    guard let count = number(), count >= 0, count <= end - at else { return nil }
    defer { at += count }
    return Bytes(bytes[at..<at + count])
  }

  mutating func text() -> String? { string()?.text }

  mutating func list<Item>(_ read: (inout Reader) -> Item?) -> [Item]? {
    guard let count = number(), count >= 0 else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = read(&self) else { return nil }
      items.append(item)
    }
    return items
  }

  mutating func diagnostic() -> Diagnostic? {
    guard let severity = text().flatMap(Diagnostic.Severity.init(rawValue:)),
      let id = text().flatMap(DiagnosticID.init(rawValue:)), let message = text(),
      let place = place(),
      let notes = list({ reader -> Diagnostic.Note? in
        guard let message = reader.text(), let place = reader.list({ $0.place() }) else {
          return nil
        }
        return Diagnostic.Note(message, at: place.first)
      }), let fixIts = list({ $0.text() })
    else { return nil }
    var made = Diagnostic(
      id, message, at: place, notes: notes, fixIt: fixIts.first)
    made.severity = severity
    return made
  }

  mutating func place() -> Place? {
    guard let name = text(), let line = number(), let column = number(), let length = number(),
      let utf16Columns = range(), let codePointColumns = range(), let cut = number(),
      let excerpt = string()
    else { return nil }
    return Place(
      name: name, line: line, column: column, length: length, utf16Columns: utf16Columns,
      codePointColumns: codePointColumns, excerpt: excerpt, cut: cut)
  }

  mutating func range() -> Range<Int>? {
    guard let start = number(), let end = number(), start <= end else { return nil }
    return start..<end
  }
}
