import CMarkGFM
import PageServer
import PageWire

/// Makes HTML of a page, as GitHub shows it, with the problems at their places and the origins of what it shows.
struct Renderer {
  let page: ShownPage
  var html = SafeHTML()
  var made = Pages.Rendered()
  var problems: ArraySlice<ShownProblem>
  var excerpts: ArraySlice<ShownExcerpt>
  var headings: [Int: [[UInt8]]]
  var lines: [ArraySlice<UInt8>]
  /// The text of the heading or picture that is being made; nil outside of them.
  var heading: [UInt8]?
  var picture: [UInt8]?
  var pictureDepth = 0
  var cell = 0
  var alignments: [UInt8] = []
  var hasTableBody = false
  var isInHead = false
  /// The paragraph whose first line says what kind of alert it is, and is left out.
  var titled: Node.Pointer?
  var isInTitle = false
  var hasFootnotes = false
  var footnoteCounts: [[UInt8]: Int] = [:]
  var footnotes = 0
  /// From the footnote that is being made to where it is named.
  var wayBack = ""

  /// The article of a page.
  static func render(_ page: ShownPage, showsPictures: Bool) -> Pages.Rendered {
    var text = page.text
    // Its lines stay, so that all others keep their numbers.
    if page.frontMatter > 0 {
      let lines = text.split(separator: 10, omittingEmptySubsequences: false)
      text =
        [UInt8](repeating: 10, count: min(page.frontMatter, lines.count))
        + lines.dropFirst(page.frontMatter).joined(separator: [10])
    }
    guard let tree = Markdown(text) else { return Pages.Rendered() }
    var renderer = Renderer(page)
    renderer.html.showsPictures = showsPictures
    renderer.walk(tree)
    return renderer.made
  }

  private init(_ page: ShownPage) {
    self.page = page
    problems = page.problems.filter { $0.line > 0 }.sorted { $0.line < $1.line }[...]
    excerpts = page.excerpts[...]
    headings = Dictionary(grouping: page.headings, by: \.line).mapValues { $0.map(\.id) }
    lines = page.text.split(separator: 10, omittingEmptySubsequences: false)
  }

  mutating func walk(_ tree: Markdown) {
    addFrontMatter()
    guard let iterator = cmark_iter_new(tree.root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let pointer = cmark_iter_get_node(iterator) else { break }
      let node = Node(pointer: pointer)
      if event == CMARK_EVENT_ENTER { enter(node, node.kind) } else { leave(node, node.kind) }
    }
    if hasFootnotes { html.end("</ol></section>\n") }
    html.finish()
    for problem in problems { made.html += problem.html }
    problems = []
    made.html = html.bytes + made.html
  }

  mutating func addFrontMatter() {
    guard page.frontMatter > 2 else { return }
    html.add(
      "<details class=\"front-matter\"><summary>Front matter</summary><pre tabindex=\"0\"><code>")
    for line in lines.prefix(page.frontMatter).dropFirst().dropLast() {
      html.add(text: line)
      html.add("\n")
    }
    html.add("</code></pre></details>\n")
  }

  // MARK: blocks

  mutating func enter(_ node: Node, _ kind: String) {
    if picture != nil { return enterInPicture(node, kind) }
    if isInTitle {
      if kind == "softbreak" || kind == "linebreak" { isInTitle = false }
      return
    }
    switch kind {
    case "document": break
    case "block_quote": enterQuote(node)
    case "list": enterList(node)
    case "item", "tasklist": enterItem(node, kind)
    case "paragraph": enterParagraph(node)
    case "heading": enterHeading(node)
    case "code_block": addCode(node)
    case "html_block":
      addProblems(upTo: node)
      html.add(raw: node.literal, headingIDs: node.lines.flatMap { headings[$0] ?? [] })
      html.add("\n")
    case "thematic_break":
      addProblems(upTo: node)
      html.add("<hr>\n")
    case "table", "table_header", "table_row", "table_cell": enterTable(node, kind)
    case "footnote_definition": enterFootnote(node)
    default: enterInline(node, kind)
    }
  }

  mutating func leave(_ node: Node, _ kind: String) {
    if kind == "image" { return leavePicture(node) }
    if picture != nil { return }
    switch kind {
    case "block_quote": html.end(isAlert(node) ? "</div>\n" : "</blockquote>\n")
    case "list": html.end(isOrdered(node) ? "</ol>\n" : "</ul>\n")
    case "item", "tasklist": html.end("</li>\n")
    case "paragraph":
      if isInTitle || titled == node.pointer {
        (isInTitle, titled) = (false, nil)
      }
      if node.parent?.kind == "footnote_definition", node.next == nil {
        html.add(" " + wayBack)
        wayBack = ""
      }
      if !isTight(node) { html.end("</p>\n") }
    case "heading": leaveHeading(node)
    case "table", "table_header", "table_row", "table_cell": leaveTable(kind)
    case "footnote_definition": leaveFootnote()
    default: if !isInTitle { leaveInline(kind) }
    }
  }

  /// The problems of the lines before the end of a block, in front of it.
  mutating func addProblems(upTo node: Node) {
    while let problem = problems.first, problem.line <= node.lines.upperBound {
      html.add(raw: [])
      problems.removeFirst()
      html.add(String(decoding: problem.html, as: UTF8.self))
    }
  }

  mutating func enterQuote(_ node: Node) {
    guard let kind = alert(node) else {
      return html.begin("<blockquote>\n")
    }
    addProblems(upTo: node)
    let name = kind.prefix(1).uppercased() + kind.dropFirst()
    html.begin("<div class=\"alert \(kind)\" role=\"note\"><p class=\"title\">\(name)</p>\n")
    titled = node.firstChild?.pointer
  }

  static let alerts = ["note", "tip", "important", "warning", "caution"]

  /// What kind of alert a quote is: GitHub takes those that stand in no other block.
  func alert(_ node: Node) -> String? {
    guard node.parent?.kind == "document", let first = node.firstChild, first.kind == "paragraph",
      first.lines.lowerBound <= lines.count
    else { return nil }
    let line = String(decoding: lines[first.lines.lowerBound - 1], as: UTF8.self)
    let text = line.drop { " >\t".contains($0) }.lowercased()
    let end = text.lastIndex { !" \t\r".contains($0) }.map { text[...$0] } ?? ""
    guard node.lines.upperBound > first.lines.lowerBound else { return nil }
    return Renderer.alerts.first { end == "[!\($0)]" }
  }

  func isAlert(_ node: Node) -> Bool { alert(node) != nil }

  func isOrdered(_ node: Node) -> Bool {
    cmark_node_get_list_type(node.pointer) == CMARK_ORDERED_LIST
  }

  mutating func enterList(_ node: Node) {
    guard isOrdered(node) else { return html.begin("<ul>\n") }
    let start = cmark_node_get_list_start(node.pointer)
    html.begin(start == 1 ? "<ol>\n" : "<ol start=\"\(start)\">\n")
  }

  mutating func enterItem(_ node: Node, _ kind: String) {
    guard kind == "tasklist" else { return html.begin("<li>") }
    let isDone = cmark_gfm_extensions_get_tasklist_item_checked(node.pointer)
    html.begin(
      "<li class=\"task\"><input type=\"checkbox\" disabled\(isDone ? " checked" : "") aria-label=\"\(isDone ? "done" : "to do")\"> "
    )
  }

  func isTight(_ node: Node) -> Bool {
    guard let item = node.parent, let list = item.parent, list.kind == "list" else { return false }
    return cmark_node_get_list_tight(list.pointer) == 1
  }

  mutating func enterParagraph(_ node: Node) {
    addProblems(upTo: node)
    if !isTight(node) { html.begin("<p>") }
    if titled == node.pointer { isInTitle = true }
  }

  mutating func enterHeading(_ node: Node) {
    addProblems(upTo: node)
    let level = cmark_node_get_heading_level(node.pointer)
    if let id = id(of: node) {
      html.begin("<h\(level) id=\"")
      html.add(text: id)
      html.add("\">")
    } else {
      html.begin("<h\(level)>")
    }
    heading = []
  }

  /// What a heading is called: the first id of its lines that no other has taken.
  func id(of node: Node) -> [UInt8]? {
    node.lines.lazy.compactMap { headings[$0]?.first }.first
  }

  mutating func leaveHeading(_ node: Node) {
    let level = Int(cmark_node_get_heading_level(node.pointer))
    let text = heading ?? []
    heading = nil
    if made.title.isEmpty { made.title = text }
    if let id = id(of: node) {
      made.outline.append((level, id, text))
      html.add("<a class=\"anchor\" href=\"#")
      html.add(path: id)
      html.add("\" aria-label=\"Link to ")
      html.add(text: text)
      html.add("\">#</a>")
    }
    html.end("</h\(level)>\n")
  }

  mutating func addCode(_ node: Node) {
    addProblems(upTo: node)
    var origins: [ShownExcerpt] = []
    while let excerpt = excerpts.first, excerpt.line <= node.lines.upperBound {
      if excerpt.line >= node.lines.lowerBound { origins.append(excerpt) }
      excerpts.removeFirst()
    }
    html.add("<div class=\"code\(origins.isEmpty ? "" : " shown")\"><pre tabindex=\"0\"><code")
    let language = node.info.prefix { !$0.isBlankOrEnd }
    if !language.isEmpty {
      html.add(" data-language=\"")
      html.add(text: language)
      html.add("\"")
    }
    html.add(">")
    html.add(code: node.literal, in: language)
    html.add("</code></pre>")
    if !origins.isEmpty {
      html.add("<div class=\"origin\">from ")
      for (index, origin) in origins.enumerated() {
        if index > 0 { html.add(", ") }
        html.add(String(decoding: ShownProblem.place(origin.origin, origin.link), as: UTF8.self))
      }
      html.add("</div>")
    }
    html.add("</div>\n")
  }
}

extension UInt8 {
  fileprivate var isBlankOrEnd: Bool { self == 32 || self == 9 || self == 10 }
}
