/// HTML that is open at a place of a page: elements, or a comment and the like, with who opened them.
///
/// CommonMark ends an HTML block where it must (4.6), but a browser, and GitHub, read all of a page's HTML as one: what
/// an excerpt opens and does not close goes on behind it (HTML, 13.2, "Parsing HTML documents").
struct OpenHTML {
  /// What an `include` does to the page around it.
  struct Fault: Equatable {
    let owner: Int
    let message: String
  }

  /// An element, or what ends only at its own mark.
  private struct Item {
    let name: String
    /// The include that opened it, nil for the template.
    let owner: Int?
  }

  private var items: [Item] = []
  /// What hides all up to its end: a comment, an instruction, a script and the like.
  private var hidden: (item: Item, end: Bytes)?
  private(set) var faults: [Fault] = []

  /// Takes a piece of HTML in a paragraph, whose end ends most elements of text in it. Names in capitals are taken for
  /// what stands in prose about programs: `List<Map>`.
  mutating func take(tag: HTMLTag, _ text: Bytes, _ range: Range<Int>, owner: (Int) -> Int?) {
    let opener = owner(range.lowerBound)
    if let opener, owner(range.upperBound - 1) != opener {
      let name = tag.name.isEmpty ? "<!--" : "<\(tag.name)"
      faults.append(.init(owner: opener, message: "it leaves '\(name)' open"))
    }
    let isLower = text[range].first { $0.isLetter }.map { $0 >= 0x61 } ?? false
    guard hidden == nil, isLower, OpenHTML.staysOpenInText.contains(tag.name),
      !text[range].isSelfClosing
    else { return }
    if tag.isClosing {
      close(tag.name, opener)
    } else {
      items.append(Item(name: tag.name, owner: opener))
    }
  }

  /// Takes the HTML at `range` of `text`; `owner` says which include a byte comes from.
  mutating func take(_ text: Bytes, _ range: Range<Int>, owner: (Int) -> Int?) {
    var at = range.lowerBound
    while at < range.upperBound {
      if let (item, end) = hidden {
        guard let close = text.firstRange(of: end, in: at..<range.upperBound) else { return }
        hidden = nil
        let closer = owner(close.lowerBound)
        if let closer, closer != item.owner { report(closer, closes: item.name) }
        at = close.lowerBound + (end.starts(with: Bytes("</".utf8)) ? 0 : end.count)
        continue
      }
      guard let open = text.firstOffset(of: UInt8(ascii: "<"), in: at..<range.upperBound) else {
        return
      }
      at = open + 1
      guard let mark = OpenHTML.mark(text, open, range.upperBound) else { continue }
      switch mark {
      case .hides(let name, let end, let from):
        hidden = (Item(name: name, owner: owner(open)), Bytes(end.utf8))
        at = from
      case .tag(let name, let isClosing, let end):
        at = end
        guard OpenHTML.elements.contains(name), !text[open..<end].isSelfClosing else { continue }
        if isClosing {
          close(name, owner(open))
        } else {
          items.append(Item(name: name, owner: owner(open)))
          if OpenHTML.verbatim.contains(name) {
            hidden = (Item(name: "<\(name)>", owner: owner(open)), Bytes("</\(name)".utf8))
          }
        }
      }
    }
  }

  private mutating func close(_ name: String, _ owner: Int?) {
    guard let index = items.lastIndex(where: { $0.name == name }) else { return }
    if let owner, items[index].owner != owner {
      report(owner, closes: "<\(name)>")
      return
    }
    items.removeSubrange(index...)
  }

  private mutating func report(_ owner: Int, closes name: String) {
    faults.append(.init(owner: owner, message: "it ends the '\(name)' that was opened before it"))
  }

  /// Notes what `owner` leaves open behind its last line.
  mutating func leave(_ owner: Int) {
    if let item = hidden?.item, item.owner == owner {
      faults.append(.init(owner: owner, message: "it leaves '\(item.name)' open"))
    } else if let item = items.first(where: { $0.owner == owner }) {
      faults.append(.init(owner: owner, message: "it leaves '<\(item.name)>' open"))
    }
    items.removeAll { $0.owner == owner }
    if hidden?.item.owner == owner { hidden = nil }
  }

  // MARK: reading

  private enum Mark {
    case hides(name: String, end: String, from: Int)
    case tag(name: String, isClosing: Bool, end: Int)
  }

  /// What begins at the `<` at `start`; nil for text.
  private static func mark(_ text: Bytes, _ start: Int, _ limit: Int) -> Mark? {
    if text.has("<!--", at: start) {
      // `<!-->` and `<!--->` are whole comments.
      let from =
        text.has("<!-->", at: start) || text.has("<!--->", at: start) ? start + 2 : start + 4
      return .hides(name: "<!--", end: "-->", from: from)
    }
    if text.has("<![CDATA[", at: start) {
      return .hides(name: "<![CDATA[", end: "]]>", from: start + 9)
    }
    if text.has("<?", at: start) { return .hides(name: "<?", end: "?>", from: start + 2) }
    guard start + 2 < limit else { return nil }
    if text.has("<!", at: start), text[start + 2].isLetter {
      return .hides(name: "<!", end: ">", from: start + 2)
    }
    let isClosing = text[start + 1] == UInt8(ascii: "/")
    var at = start + (isClosing ? 2 : 1)
    let nameStart = at
    guard text[at].isLetter else { return nil }
    while at < limit, text[at].isLetter || text[at].isDigit || text[at] == UInt8(ascii: "-") {
      at += 1
    }
    let name = text[nameStart..<at].text.lowercased()
    guard at < limit, text[at].isBlank || text[at] == .lineFeed || ">/\r".utf8.contains(text[at])
    else { return nil }
    var quote: UInt8?
    while at < limit {
      let byte = text[at]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return .tag(name: name, isClosing: isClosing, end: at + 1)
      } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")),
        text[at - 1] == UInt8(ascii: "=") || text[at - 1].isBlank
      {
        quote = byte
      }
      at += 1
    }
    // A tag that is not closed takes what follows for its attributes.
    return .hides(name: "<\(isClosing ? "/" : "")\(name)", end: ">", from: limit)
  }

  /// Elements whose content is text up to their end tag.
  private static let verbatim: Set<String> = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
  ]

  /// Elements of text that go on into the paragraphs behind one that does not close them.
  private static let formatting: Set<String> = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
  ]

  /// Elements that hold others and need an end tag.
  private static let containers: Set<String> = [
    "address", "article", "aside", "blockquote", "button", "canvas", "center", "details", "dialog",
    "dir", "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "main", "map", "math", "menu", "nav", "object", "ol",
    "picture", "pre", "ruby", "search", "section", "select", "summary", "svg", "table", "template",
    "ul", "video", "audio", "noscript", "marquee", "applet", "frameset",
  ]

  private static let staysOpenInText = containers.union(formatting).union(verbatim)

  private static let elements = staysOpenInText.union([
    "abbr", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "meter",
    "output", "progress", "q", "samp", "span", "sub", "sup", "time", "var",
  ])
}

extension ArraySlice<UInt8> {
  /// Whether it ends with `/>`: no browser minds the stroke, but its author did not mean to leave anything open.
  fileprivate var isSelfClosing: Bool { count > 2 && self[endIndex - 2] == UInt8(ascii: "/") }
}

extension Bytes {
  /// Where `what` first stands in `range`, letters of either case being the same.
  fileprivate func firstRange(of what: Bytes, in range: Range<Int>) -> Range<Int>? {
    var at = range.lowerBound
    while at + what.count <= range.upperBound,
      let found = firstOffset(of: what[0], in: at..<range.upperBound)
    {
      guard found + what.count <= range.upperBound else { return nil }
      if zip(self[found...], what).allSatisfy({ $0 == $1 || $0.isLetter && $0 | 0x20 == $1 }) {
        return found..<found + what.count
      }
      at = found + 1
    }
    return nil
  }
}
