/// A page of Python-Markdown with pymdown-extensions: what each of its lines is.
///
/// Fences come first, then raw HTML, then all other blocks; a fence that ends up in indented code is text of it.
struct PythonPage {
  struct Line {
    enum Role { case blank, text, code, open, content, close }

    var role = Role.blank
    var leaf = PythonLine.Leaf.blank
    /// What it stands in, outermost first.
    var containers: [PythonElement] = []
    /// How wide its margin is, in columns.
    var column = 0
    /// The fence that it belongs to.
    var fence: PythonFence?
  }

  let text: PythonText
  private(set) var lines: [Line]

  init(_ bytes: Bytes) {
    var text = PythonText(bytes)
    let fences = PythonFence.all(in: text)
    var lines = Array(repeating: Line(), count: text.lines.count)
    var shown = text.lines
    for fence in fences {
      let margin = text.lines[fence.open].prefix(fence.margin)
      for index in fence.open...fence.close { shown[index] = [] }
      // A word that no rule takes for anything.
      shown[fence.open] = Bytes(margin) + Bytes("x".utf8)
    }
    let raw = PythonRaw.lines(of: shown, from: text.first)
    // What is raw is a paragraph of its own for all other rules.
    for index in shown.indices where raw[index] {
      let indent = shown[index].indent(at: 0)
      let isComment = shown[index].has("<!--", at: indent)
      shown[index] = Bytes(repeating: .space, count: isComment ? indent : 0) + Bytes("x".utf8)
    }
    var blocks = PythonBlocks(shown, original: text.lines, fences: fences)
    blocks.read(PythonPage.blocks(shown, raw, text.lines, fences))
    for index in text.first..<max(text.first, lines.count) {
      if raw[index] {
        lines[index] = Line(role: .text, leaf: .raw)
        continue
      }
      let line = blocks.found[index]
      let isBlank = line.leaf == .blank || text.lines[index].isEmpty
      let role: Line.Role = isBlank ? .blank : line.leaf == .code ? .code : .text
      lines[index] = Line(
        role: role, leaf: line.leaf, containers: line.containers, column: line.column)
    }
    for index in 0..<text.first { lines[index] = Line(role: .text, leaf: .raw) }
    PythonPage.placeBlanks(&lines)
    PythonPage.put(fences.filter { blocks.fences[$0.open] != nil }, into: &lines)
    text.lines = []
    self.text = text
    self.lines = lines
  }

  /// The runs of lines that are not blank; raw ones are runs of their own.
  private static func blocks(
    _ lines: [Bytes], _ raw: [Bool], _ original: [Bytes], _ fences: [PythonFence]
  ) -> [PythonBlocks.Block] {
    var isInFence = Array(repeating: false, count: lines.count)
    for fence in fences {
      for index in (fence.open + 1)...fence.close { isInFence[index] = true }
    }
    var blocks: [PythonBlocks.Block] = []
    var block: PythonBlocks.Block = []
    for index in lines.indices where !isInFence[index] {
      // What is raw and indented goes on in the block before it.
      let isNew = raw[index] && original[index].first != .space
      let parts = lines[index].isEmpty || block.last.map { isNew != raw[$0.index] } ?? false
      if parts, !block.isEmpty {
        blocks.append(block)
        block = []
      }
      if !lines[index].isEmpty { block.append(.init(index: index, column: 0)) }
    }
    if !block.isEmpty { blocks.append(block) }
    return blocks
  }

  /// A blank line stands in what goes on behind it.
  private static func placeBlanks(_ lines: inout [Line]) {
    var before: [PythonElement] = []
    var blanks = 0
    for index in lines.indices {
      if lines[index].role == .blank {
        blanks += 1
        continue
      }
      let shared = zip(before, lines[index].containers).prefix { $0 === $1 }.map(\.0)
      for blank in index - blanks..<index { lines[blank].containers = shared }
      before = lines[index].containers
      blanks = 0
    }
    for blank in lines.count - blanks..<lines.count { lines[blank].containers = [] }
  }

  private static func put(_ fences: [PythonFence], into lines: inout [Line]) {
    for fence in fences {
      let first = lines[fence.open]
      for index in fence.open...fence.close {
        lines[index] = first
        lines[index].role = index == fence.open ? .open : index == fence.close ? .close : .content
        lines[index].column = fence.margin
        lines[index].fence = fence
      }
    }
  }
}
