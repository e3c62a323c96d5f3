import DocbuildCore

/// The warnings of documents that were woven and written all the same (`StateFile.remarks`): a build repeats them as
/// long as their documents are up to date. Most projects have none, and then there is no such file.
///
/// Format, as `StateReader` has it: the list of documents, of each its path, as a byte string; the root as it was written
/// from the current folder, by which all names are, as one; and the list of its warnings (`StoredDiagnostic`).
struct KeptRemarks: Sendable {
  private struct Kept: Sendable {
    /// The root as it was written from the current folder then.
    let origin: Bytes
    let diagnostics: [Diagnostic]
  }

  private var byDocument: [RootPath: Kept] = [:]

  init() {}

  var isEmpty: Bool { byDocument.isEmpty }

  /// The warnings of a document.
  func diagnostics(of document: RootPath) -> [Diagnostic] {
    byDocument[document]?.diagnostics ?? []
  }

  /// Whether a document has warnings whose names don't hold where the root is written as `origin`.
  func areForeign(of document: RootPath, to origin: Bytes) -> Bool {
    byDocument[document].map { $0.origin != origin } ?? false
  }

  /// Keeps the warnings of a document instead of those that it had; an empty list keeps none.
  ///
  /// - Parameter origin: how the root is written in their names.
  mutating func keep(_ diagnostics: [Diagnostic], of document: RootPath, origin: Bytes) {
    byDocument[document] =
      diagnostics.isEmpty ? nil : Kept(origin: origin, diagnostics: diagnostics)
  }

  /// Keeps only the warnings of documents that are there.
  mutating func keepOnly(where isThere: (RootPath) -> Bool) {
    byDocument = byDocument.filter { isThere($0.key) }
  }

  // MARK: storing

  /// Nil for what is damaged.
  init?(_ bytes: Bytes) {
    let entries = bytes.withUnsafeBytes { buffer -> [(RootPath, Kept)]? in
      guard var reader = StateReader(buffer, of: .remarks) else { return nil }
      let entries = reader.list { reader -> (RootPath, Kept)? in
        guard let path = reader.string().flatMap({ RootPath(folding: Bytes($0)) }),
          let origin = reader.string(),
          let found = reader.list({ $0.diagnostic() })
        else { return nil }
        return (path, Kept(origin: Bytes(origin), diagnostics: found))
      }
      return reader.isAtEnd ? entries : nil
    }
    guard let entries else { return nil }
    byDocument = Dictionary(entries) { $1 }
  }

  /// As they are stored.
  var stored: Bytes {
    var writer = StateWriter(.remarks)
    let entries = byDocument.sorted { $0.key < $1.key }
    writer.list(entries) { writer, entry in
      writer.string(entry.key.bytes)
      writer.string(entry.value.origin)
      writer.list(entry.value.diagnostics) { $0.diagnostic($1) }
    }
    return writer.sealed()
  }
}
