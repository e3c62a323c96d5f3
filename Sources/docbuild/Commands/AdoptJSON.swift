import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension AdoptReport {
  /// The plan for a program: a list of pages with their blocks, and the files that were written. Problems stand beside it.
  var members: [String: JSONValue] {
    let own = Dictionary(grouping: blocks, by: \.page)
    return [
      "pages": .list(
        pages.indices.map { page in
          .object([
            "name": .text(pages[page].name.text),
            "blocks": .list((own[page] ?? []).map(\.json)),
          ])
        }),
      "frozenPages": .number(frozenPages),
      "written": .list(written.map { .text($0) }),
    ]
  }
}

extension PlannedBlock {
  /// A block: where it is, what is known of it, and what would own it.
  fileprivate var json: JSONValue {
    var members: [String: JSONValue?] = [
      "line": .number(block.openLine), "endLine": .number(block.closeLine),
      "language": .text(block.infoWord), "lines": .number(block.lines.count),
    ]
    switch verdict {
    case .exact(let place, let directive, let options, let notes):
      members["kind"] = .text("exact")
      members["source"] = place.json
      members["directive"] = .text(directive)
      members["options"] = .text(options)
      members["changes"] = .list(notes.map { .text($0) })
    case .differs(let place, let since, let difference):
      members["kind"] = .text("differs")
      members["source"] = place.json
      members["since"] = since.map { .text($0) }
      members["difference"] = .list(difference.map { .text($0.text) })
    case .choose(let places, let reason):
      members["kind"] = .text("choose")
      members["places"] = .list(places.map(\.json))
      members["reason"] = .text(reason)
    case .unnamed(let place, let canBeMarked):
      members["kind"] = .text("unnamed")
      members["source"] = place.json
      members["reason"] = .text(
        canBeMarked ? "'--mark' marks its lines" : "its lines can't be named for certain")
    case .output(let what, let kind):
      members["kind"] = .text("output")
      members["reason"] = .text("\(what): \(kind)")
    case .notFound: members["kind"] = .text("none")
    case .leftAlone(let why):
      members["kind"] = .text("left-alone")
      members["reason"] = .text(why)
    case .short: members["kind"] = .text("short")
    }
    return .object(members)
  }
}

extension SourceLines {
  fileprivate var json: JSONValue {
    .object([
      "file": .text(name.text), "firstLine": lines.map { .number($0.lowerBound) },
      "lastLine": lines.map { .number($0.upperBound) },
    ])
  }
}
