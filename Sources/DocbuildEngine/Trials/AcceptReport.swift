package import DocbuildCore

/// What `docbuild accept` is asked for beyond the tests.
package struct AcceptSettings: Sendable {
  /// Whether only to say what would be changed.
  package var dryRun = false
  /// Whether a status other than 0 may become the expectation where 0 was.
  package var takesStatus = false
  /// Whether text that can't be had back may be replaced.
  package var force = false
  /// The blocks that alone are changed.
  package var choice = BlockChoice()

  /// Nothing accepted, nothing wrong.
  package init() {}
}

/// A command whose expectation is changed.
package struct AcceptedChange: Sendable {
  /// The command whose expectation changes.
  package let place: Place
  /// Its first line.
  package let command: String
  /// The lines that stood there.
  package let old: [Bytes]
  /// The lines that stand there now.
  package let new: [Bytes]
  /// The page's line (from 1) that the command begins on.
  let pageLine: Int
  /// The runs of lines that go.
  let replaced: [[Bytes]]

  /// The change in the unified format, without the names of files.
  package var diff: Bytes {
    func text(_ lines: [Bytes]) -> Bytes { lines.reduce([]) { $0 + $1 + Bytes("\n".utf8) } }
    let whole = unifiedDiff(old: text(old), new: text(new), oldName: "", newName: "")
    var rest = whole[...]
    for _ in 0..<2 { rest = rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst() }
    return Bytes(rest)
  }
}

/// What became of a document's transcripts.
package struct AcceptedDocument: Sendable {
  /// As the user would write it.
  package let name: String
  /// In the order of the page.
  package let changes: [AcceptedChange]
  /// Where the document is kept as it was before, since git does not have it.
  package var copy: String?
}
