/// Which lines of a page are raw HTML for Python-Markdown: from a block-level tag at the margin to its end tag, or a
/// comment at the margin. What is raw is no other block, but fences in it are fences.
///
/// https://python-markdown.github.io/ (`HtmlBlockPreprocessor`). A tag with a `markdown` attribute is left to `md_in_html`,
/// which reads what is in it as Markdown.
struct PythonRaw {
  private let lines: [Bytes]
  /// The tags that are open, in lower case.
  private var open: [String] = []
  private var isInComment = false
  /// Whether no comment ends from here on.
  private var hasNoMoreEnds = false
  /// What ends a script or a style.
  private var verbatim: String?

  /// For each line whether it is raw.
  static func lines(of text: [Bytes], from first: Int) -> [Bool] {
    var reader = PythonRaw(lines: text)
    return text.indices.map { $0 >= first && reader.take($0) }
  }

  private init(lines: [Bytes]) { self.lines = lines }

  private mutating func take(_ index: Int) -> Bool {
    let line = lines[index]
    if isInComment || !open.isEmpty {
      read(line, from: 0)
      return true
    }
    let indent = line.indent(at: 0)
    guard indent <= 3, indent < line.count, line[indent] == UInt8(ascii: "<") else { return false }
    if line.has("<!--", at: indent) {
      guard !hasNoMoreEnds, isClosed(line, index, from: indent + 4) else {
        hasNoMoreEnds = true
        return false
      }
      read(line, from: indent)
      return true
    }
    guard let tag = Tag(line, at: indent), !tag.isEnd, PythonRaw.blockTags.contains(tag.name),
      !tag.isMarkdown
    else { return false }
    read(line, from: indent)
    return true
  }

  /// Whether a comment that begins on that line ends anywhere.
  private func isClosed(_ line: Bytes, _ index: Int, from: Int) -> Bool {
    Bytes(line[from...]).contains(Bytes("-->".utf8))
      || lines[(index + 1)...].contains { $0.contains(Bytes("-->".utf8)) }
  }

  private mutating func read(_ line: Bytes, from start: Int) {
    var at = start
    while at < line.count {
      if isInComment {
        guard let end = line.offset(of: "-->", from: at) else { return }
        isInComment = false
        at = end + 3
      } else if let name = verbatim {
        guard let end = line.offset(of: "</", from: at) else { return }
        at = end + 2
        if let tag = Tag(line, at: end), tag.isEnd, tag.name == name { close(tag.name) }
      } else if line.has("<!--", at: at) {
        isInComment = true
        at += 4
      } else if let tag = Tag(line, at: at) {
        if tag.isEnd {
          close(tag.name)
        } else if !tag.isEmpty, tag.name != "hr" {
          open.append(tag.name)
          if tag.name == "script" || tag.name == "style" { verbatim = tag.name }
        }
        at = tag.end
      } else {
        at += 1
      }
    }
  }

  private mutating func close(_ name: String) {
    verbatim = nil
    guard let last = open.lastIndex(of: name) else { return }
    open.removeSubrange(last...)
  }

  /// A tag on a line.
  private struct Tag {
    let name: String
    let isEnd: Bool
    let isEmpty: Bool
    let isMarkdown: Bool
    let end: Int

    init?(_ line: Bytes, at start: Int) {
      guard start + 1 < line.count, line[start] == UInt8(ascii: "<") else { return nil }
      isEnd = line[start + 1] == UInt8(ascii: "/")
      let from = start + (isEnd ? 2 : 1)
      guard from < line.count, line[from].isLetter else { return nil }
      let word = line[from...].prefix { !" />\u{c}`".utf8.contains($0) }
      name = Bytes(word).text.lowercased()
      var at = word.endIndex
      var quote: UInt8?
      while at < line.count, quote != nil || line[at] != UInt8(ascii: ">") {
        if let open = quote {
          if line[at] == open { quote = nil }
        } else if line[at] == UInt8(ascii: "\"") || line[at] == UInt8(ascii: "'") {
          quote = line[at]
        }
        at += 1
      }
      isEmpty = at < line.count && line[at - 1] == UInt8(ascii: "/")
      isMarkdown = line[word.endIndex..<at].split(separator: .space).contains { word in
        word.elementsEqual("markdown".utf8) || word.starts(with: "markdown=".utf8)
      }
      end = min(at + 1, line.count)
    }
  }

  /// Python-Markdown's `block_level_elements`.
  private static let blockTags: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "canvas", "center", "colgroup", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "group",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "iframe", "legend", "li",
    "link", "main", "map", "math", "menu", "nav", "noscript", "object", "ol", "output", "p", "pre",
    "progress", "script", "section", "style", "summary", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "tr", "ul", "video",
  ]
}

extension Bytes {
  fileprivate func offset(of text: StaticString, from start: Int) -> Int? {
    var at = start
    while at < count {
      if has(text, at: at) { return at }
      at += 1
    }
    return nil
  }
}
