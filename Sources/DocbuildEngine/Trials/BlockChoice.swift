import DocbuildCore

/// The blocks that alone are tested, or renewed: by lines of documents, or by their names.
package struct BlockChoice: Sendable {
  /// For a document's or an output's path the lines (from 1) whose blocks are meant.
  package var lines: [RootPath: [Int]] = [:]
  /// What reports call them, by `name` in their comments.
  package var names: [String] = []

  /// All blocks.
  package init() {}

  /// Whether all are meant.
  package var isAll: Bool { lines.isEmpty && names.isEmpty }

  /// Whether a block is meant, be it by the line of its comment, of its fences or between them.
  func takes(_ block: PageTests.Block, of document: TestedDocument) -> Bool {
    if isAll { return true }
    if let name = block.options.name, names.contains(name) { return true }
    let (path, output) = (document.document.path, document.document.output.folded)
    let last = block.openLine + block.lines.count + (block.isClosed ? 1 : 0)
    let first = block.comment?.line ?? block.openLine
    let onPage = output.flatMap { lines[$0] }
    if output != path, let onPage, onPage.contains(where: { (first...last) ~= $0 }) {
      return true
    }
    guard let wanted = lines[path] else {
      // Other documents are meant as a whole, unless names choose among all.
      return names.isEmpty && onPage == nil
    }
    let own = (first...last).compactMap { document.page?.origins(ofLine: $0).first?.line }
    guard let start = own.min(), let end = own.max() else { return false }
    return wanted.contains { (start...end).contains($0) }
  }

  /// Of a document's console blocks those that are run: what is meant, what shares a shell with it before it, and what
  /// cleans up behind the last block that is shown.
  func runs(_ blocks: [PageTests.Block], of document: TestedDocument) -> [Bool] {
    var runs = blocks.map { takes($0, of: document) }
    guard !isAll, runs.contains(true) else { return runs }
    let lastShown = blocks.lastIndex { !$0.isHidden } ?? -1
    var isNeeded = false
    for index in blocks.indices.reversed() {
      runs[index] = runs[index] || isNeeded
      isNeeded = runs[index] && !blocks[index].options.isFresh
    }
    for index in blocks.indices where index > lastShown { runs[index] = true }
    return runs
  }

  /// What is wrong where lines and names choose nothing.
  func missed(by documents: [TestedDocument], in project: Project) -> [Diagnostic] {
    let named = names.filter { name in
      !documents.contains { $0.blocks.contains { $0.options.name == name } }
    }
    let known = documents.flatMap(\.blocks).compactMap(\.options.name)
    var found = named.map { name in
      let near = nearest(to: name, among: known, count: 1).first
      return Diagnostic(
        .nothingTested, "nothing was tested: no block is called '\(name)'",
        at: Place(file: documents.first?.name ?? "."),
        notes: [
          .init(
            near.map { "the nearest name is '\($0)'" }
              ?? "'name=…' in the 'test' comment before a block names it")
        ])
    }
    for (path, wanted) in lines.sorted(by: { $0.key < $1.key }) {
      let own = documents.filter { $0.document.path == path || $0.document.output.isSame(as: path) }
      for line in wanted {
        var one = BlockChoice()
        one.lines = [path: [line]]
        let holds = own.contains { document in
          document.page == nil || document.blocks.contains { one.takes($0, of: document) }
        }
        guard !holds else { continue }
        found.append(
          Diagnostic(
            .nothingTested, "nothing was tested: no fenced block stands at line \(line)",
            at: Place(file: project.name(of: path).text)))
      }
    }
    return found
  }

  /// The sources, by the names that a document has for them, of which its chosen blocks show something.
  func sources(of document: TestedDocument) -> Set<String> {
    var names: Set<String> = []
    for block in document.blocks where takes(block, of: document) {
      for index in block.lines.indices {
        let origin = document.page?.origins(ofLine: block.openLine + 1 + index).last
        if let origin { names.insert(origin.source.name) }
      }
    }
    return names
  }
}
