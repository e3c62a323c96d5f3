import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension CodeAction.Maker {
  /// Marks the lines of a source as a region, to be shown by its name.
  static let markRegion = CodeAction.Maker { server, asked, lines in
    guard asked.document == nil, let facts = asked.project.edited?.facts(asked.path),
      let name = facts.freeRegionName, facts.source.language?.comment != nil
    else { return [] }
    var changes = FileChanges(server, asked.project)
    let bytes = asked.lines
    changes.mark(
      bytes.line(lines.lowerBound).lowerBound..<bytes.line(lines.upperBound).upperBound, of: facts,
      at: asked.path, named: name)
    return [
      CodeAction(
        title: "Mark these lines as region '\(name)'", kind: "refactor.extract",
        edit: changes.json)
    ]
  }

  /// Turns `lines=` into a region that stays with its lines.
  static let regionForLines = CodeAction.Maker { server, asked, lines in
    guard let draft = asked.draft, let edited = asked.project.edited, let document = asked.document
    else { return [] }
    return draft.directives.compactMap { directive -> CodeAction? in
      let start = asked.lines.offset(of: TextPosition(line: directive.line, column: 1))
      let line = Point(start, in: asked.lines)
      guard lines.contains(asked.lines.position(of: start).line),
        directive.recipe.revision == nil,
        let option = asked.lines.bytes.option("lines", on: line.lineRange),
        let excerpt = draft.excerpt(on: directive.line), excerpt.lines.count == 1,
        let shown = excerpt.lines.first, let name = excerpt.facts.freeRegionName,
        excerpt.facts.source.language?.comment != nil
      else { return nil }
      guard let path = edited.path(of: excerpt.facts.source),
        edited.path(ofTarget: directive.target, in: document).isSame(as: path),
        let text = asked.project.text(at: path)
      else { return nil }
      let source = TextLines(text, .utf8)
      let first = source.offset(of: TextPosition(line: shown.lowerBound, column: 1))
      let last = source.offset(of: TextPosition(line: shown.upperBound, column: 1))
      var changes = FileChanges(server, asked.project)
      changes.mark(
        first..<Point(last, in: source).lineRange.upperBound, of: excerpt.facts, at: path,
        named: name)
      changes.put(Bytes("region=\(name)".utf8), at: option, of: asked.path)
      return CodeAction(
        title: "Mark the lines as region '\(name)', and show that", kind: "refactor.rewrite",
        edit: changes.json)
    }
  }
}

extension SourceFacts {
  /// A name that no region of the source has.
  fileprivate var freeRegionName: String? {
    let known = Set(regions.regions.map(\.name))
    return (["part"] + (2..<1000).map { "part-\($0)" }).first { !known.contains($0) }
  }
}

extension FileChanges {
  /// Puts the marks of a region around whole lines.
  ///
  /// - Parameter range: from the start of the first to the end of the last, without its line end.
  fileprivate mutating func mark(
    _ range: Range<Int>, of facts: SourceFacts, at path: RootPath, named name: String
  ) {
    guard let comment = facts.source.language?.comment, let text = project.text(at: path) else {
      return
    }
    let indent = Bytes(text[range].prefix(while: \.isBlank))
    let isCRLF = range.upperBound < text.count && text[range.upperBound] == UInt8(ascii: "\r")
    let end = Bytes((isCRLF ? "\r\n" : "\n").utf8)
    func line(_ text: String) -> Bytes {
      indent
        + Bytes("\(comment.open) \(text)\(comment.close.isEmpty ? "" : " ")\(comment.close)".utf8)
    }
    put(line("#region \(name)") + end, at: range.lowerBound..<range.lowerBound, of: path)
    put(end + line("#endregion \(name)"), at: range.upperBound..<range.upperBound, of: path)
  }
}

extension Bytes {
  /// Where an option stands on a line, its value without quotes or patterns included.
  fileprivate func option(_ key: String, on line: Range<Int>) -> Range<Int>? {
    let wanted = Bytes("\(key)=".utf8)
    var at = line.lowerBound + 1
    while at + wanted.count <= line.upperBound {
      if self[at - 1].isBlank, self[at..<at + wanted.count].elementsEqual(wanted) {
        let rest = self[at..<line.upperBound]
        return at..<(rest.firstIndex { $0.isBlank || $0 == UInt8(ascii: ")") } ?? line.upperBound)
      }
      at += 1
    }
    return nil
  }
}
