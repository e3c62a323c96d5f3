import DocbuildCore

/// A page with directives put into it, woven and proven to see what becomes of it.
struct PageTrial {
  let pass: Pass
  let document: ProjectDocument
  let input: Input
  /// The page as it is on the disk.
  let raw: Bytes

  /// What weaving gives: the page, or why there is none.
  struct Result {
    var bytes: Bytes = []
    var problem: String?
  }

  /// Weaves and proves a text of the document.
  func woven(_ input: Input) -> Result {
    let passed = pass.run(on: input, of: document) { $0.woven?.document?.bytes }
    if let problem = passed.problems.first(where: { $0.severity == .error }) {
      return Result(problem: problem.message)
    }
    return Result(bytes: passed.made ?? input.template.source.bytes)
  }

  private func woven(_ text: Bytes) -> Result {
    var input = Input(
      name: self.input.name, bytes: text, kind: document.kind, base: self.input.base,
      dialect: self.input.template.dialect)
    input.output = self.input.output
    return woven(input)
  }

  /// The directive for a block, without what stands before it on its line.
  func directive(_ planned: PlannedBlock) -> String {
    guard let directive = planned.directive, let path = planned.source else { return "" }
    let target = path.relative(to: document.path.folder)
    var words = [target.asTarget.text]
    if !directive.options.isEmpty { words.append(directive.options) }
    if document.kind == .template { return comment("include(\(words.joined(separator: " ")))") }
    let name = pass.project.name(of: path)
    let info: String? =
      switch pass.reader.source(WrittenPath(path), name: name, nil) {
      case .success(let facts): planned.block.infoOption(for: facts.source)
      case .failure: nil
      }
    if let info { words.append(info) }
    return comment("embed(\(words.joined(separator: " ")))")
  }

  /// A comment as the page's reader has them: MDX takes none of HTML's (<https://mdxjs.com/docs/what-is-mdx/#markdown>).
  private func comment(_ text: String) -> String {
    input.template.dialect == .mdx ? "{/* \(text) */}" : "<!-- \(text) -->"
  }

  /// The document with those directives, as it is to be written.
  ///
  /// - Parameter before: what it was woven into without them.
  func result(of blocks: [PlannedBlock], _ before: Bytes) -> Result {
    guard let text = TextEdit.applying(blocks.flatMap(edits), to: Source(name: "", bytes: raw))
    else { return Result(problem: "its lines are others' too") }
    let first = woven(text)
    if first.problem != nil { return first }
    let isIdentical = blocks.allSatisfy { $0.directive?.isIdentical ?? false }
    if document.kind == .template {
      if isIdentical, first.bytes != before { return Result(problem: "the page would be another") }
      return Result(bytes: text)
    }
    if isIdentical, first.bytes != text { return Result(problem: "the page would be another") }
    let second = woven(first.bytes)
    if second.problem != nil { return second }
    return second.bytes == first.bytes ? first : Result(problem: "the page would change each time")
  }

  private func edits(_ planned: PlannedBlock) -> [TextEdit] {
    let block = planned.block
    let source = Source(name: "", bytes: raw)
    let end = source.lineEnd(at: block.openLine - 1)
    let line = block.margin + Bytes(directive(planned).utf8) + end
    if document.kind == .template {
      return [TextEdit(file: "", lines: block.openLine..<block.closeLine - 1, text: line)]
    }
    let isOpenEnded = block.closeLine == source.lines.count && raw.last != UInt8(ascii: "\n")
    let mark = (isOpenEnded ? end : []) + block.margin + Bytes(comment("/embed").utf8) + end
    return [
      TextEdit(file: "", lines: block.openLine - 1..<block.openLine - 1, text: line),
      TextEdit(file: "", lines: block.closeLine..<block.closeLine, text: mark),
    ]
  }
}
