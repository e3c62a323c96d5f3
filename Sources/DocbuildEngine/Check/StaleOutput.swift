import DocbuildCore

/// The problem that an output is not what it would be, at its first line that differs.
func stale(
  _ document: ProjectDocument, existing: Bytes?, _ woven: Document, _ page: Bytes,
  _ project: Project, failMessage: String?
) -> Diagnostic {
  let output = project.name(of: document.output).text
  let path = project.name(of: document.path).text
  let cure =
    failMessage ?? "run '\(project.command("build", document.path))' and commit the result"
  guard let existing else {
    return Diagnostic(
      .staleOutput, "'\(output)' is missing", at: Place(file: path), notes: [.init(cure)])
  }
  var same = 0
  var at = 0
  while same < existing.count, at < page.count {
    // A CR before a line feed is no difference in itself.
    if existing[same] == UInt8(ascii: "\r"), page[at] == UInt8(ascii: "\n"),
      same + 1 < existing.count
    {
      same += 1
    }
    guard existing[same] == page[at] else { break }
    same += 1
    at += 1
  }
  let source = Source(name: output, bytes: existing)
  var start = min(same, max(0, existing.count - 1))
  while start > 0, existing[start - 1] != UInt8(ascii: "\n") { start -= 1 }
  let place = existing.isEmpty ? Place(file: output) : source.place(at: start..<start + 1)
  let made = document.kind == .inPlace ? "a block" : "it"
  return Diagnostic(
    .staleOutput, "'\(output)' is stale: from here on \(made) is not what '\(path)' makes",
    at: place,
    notes: [.init(cure)] + sourceNotes(of: woven, page, at: at))
}

/// Which line of a source the page shows from `at` on; which of the two has changed is not said, since the page may be the
/// one.
private func sourceNotes(of woven: Document, _ page: Bytes, at: Int) -> [Diagnostic.Note] {
  let line = page.lineFeedCount(in: 0..<min(at, page.count)) + 1
  guard let origin = woven.origins(ofLine: line).last, origin.source !== woven.template.source,
    origin.line <= origin.source.lines.count
  else { return [] }
  return [
    .init(
      "it shows '\(origin.name)' here, which says something else",
      at: origin.source.place(ofLine: origin.line - 1))
  ]
}
