import DocbuildCore

/// Outputs that have CRLF where docbuild writes LF.
///
/// A checkout has such outputs where git is asked for them (`core.autocrlf`, `eol=crlf` in `.gitattributes`): git stores LF
/// all the same, and shows no difference whichever the file has. So line ends are compared as git stores them, and only
/// where git stores CRLF, or knows nothing of the file, does it matter what docbuild writes.
struct LineEnds {
  /// A file and what a person calls it.
  private var found: [(path: RootPath, name: String)] = []

  /// Whether `existing` is `page` but for line ends.
  static func areAll(thatDiffers existing: Bytes, from page: Bytes) -> Bool {
    existing.count > page.count && existing.first != 0xEF && normalised(existing) == page
      || existing.first == 0xEF && page.first == 0xEF && normalised(existing) == normalised(page)
  }

  /// Takes note of an output with CRLF.
  ///
  /// - Parameter path: its real path.
  mutating func note(_ path: RootPath, named name: String) { found.append((path, name)) }

  /// What is to be said of them, once for all: a warning, at the first that git does not store with LF; nil for nothing.
  func remark(in project: Project, _ interrupt: Interrupt) -> Diagnostic? {
    guard !found.isEmpty else { return nil }
    let committed = CommittedTexts(of: project, interrupt: interrupt).texts(at: found.map(\.path))
    let real = zip(found, committed).filter { _, text in
      text.map { $0 != normalised($0) } ?? true
    }
    guard let first = real.first else { return nil }
    let others = real.count == 1 ? "has" : "and \(real.count - 1) more outputs have"
    var made = Diagnostic(
      .lineEnds, "'\(first.0.name)' \(others) CRLF line ends, and docbuild writes LF",
      at: Place(file: first.0.name),
      notes: [
        .init("a line '*.md text' in .gitattributes has git store LF")
      ])
    made.severity = .warning
    return made
  }
}
