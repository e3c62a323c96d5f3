import PageServer

/// What stands in a line.
extension Renderer {
  mutating func enterInline(_ node: Node, _ kind: String) {
    switch kind {
    case "text":
      heading? += node.literal
      html.add(text: node.literal)
    case "code":
      heading? += node.literal
      html.add("<code>")
      html.add(text: node.literal)
      html.add("</code>")
    case "softbreak", "linebreak":
      html.add(kind == "softbreak" ? "\n" : "<br>\n")
      heading?.append(32)
    case "html_inline": html.add(raw: node.literal)
    case "emph": html.begin("<em>")
    case "strong": html.begin("<strong>")
    case "strikethrough": html.begin("<del>")
    case "link": enterLink(node)
    case "image":
      picture = []
      pictureDepth = 1
    case "footnote_reference":
      let number = String(decoding: node.literal, as: UTF8.self)
      footnoteCounts[node.literal, default: 0] += 1
      let count = footnoteCounts[node.literal] ?? 1
      let id = count == 1 ? "fnref-\(number)" : "fnref-\(number)-\(count)"
      html.add("<sup><a href=\"#fn-")
      html.add(text: node.literal)
      html.add("\" id=\"")
      html.add(text: id.utf8)
      html.add("\" aria-label=\"Footnote ")
      html.add(text: node.literal)
      html.add("\">")
      html.add(text: node.literal)
      html.add("</a></sup>")
    default: break
    }
  }

  mutating func leaveInline(_ kind: String) {
    switch kind {
    case "emph": html.end("</em>")
    case "strong": html.end("</strong>")
    case "strikethrough": html.end("</del>")
    case "link": html.end("</a>")
    default: break
    }
  }

  mutating func enterLink(_ node: Node) {
    guard let address = SafeAddress(node.address) else { return html.begin("<a>") }
    html.begin("<a href=\"")
    html.add(text: address.bytes)
    html.add("\"")
    addTitle(node)
    html.add(address.isOutside ? " rel=\"noreferrer noopener nofollow\">" : ">")
  }

  mutating func addTitle(_ node: Node) {
    guard !node.title.isEmpty else { return }
    html.add(" title=\"")
    html.add(text: node.title)
    html.add("\"")
  }

  /// Of what stands in a picture's alternative text only the text counts.
  mutating func enterInPicture(_ node: Node, _ kind: String) {
    switch kind {
    case "text", "code", "html_inline": picture? += node.literal
    case "softbreak", "linebreak": picture?.append(32)
    case "image": pictureDepth += 1
    default: break
    }
  }

  mutating func leavePicture(_ node: Node) {
    pictureDepth -= 1
    guard pictureDepth == 0, let alternative = picture else { return }
    picture = nil
    guard let address = SafeAddress(node.address), !address.isOutside || html.showsPictures else {
      return html.add(pictureFrom: node.address, alternative)
    }
    html.add("<img src=\"")
    html.add(text: address.bytes)
    html.add("\" alt=\"")
    html.add(text: alternative)
    html.add("\"")
    addTitle(node)
    html.add(">")
  }
}
