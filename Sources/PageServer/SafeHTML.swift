/// HTML that is made of a page: own elements, and what the page's author wrote as HTML, of which only what can do no harm is
/// let through, as GitHub does it.
///
/// Nothing of the author's is copied: tags are read, and those that are allowed are written anew. What the author leaves open is
/// closed where the element around it ends, and what the author closes without having opened it is left out; so the elements
/// of the page around are not the author's to end.
package struct SafeHTML {
  /// What was made so far.
  package fileprivate(set) var bytes: [UInt8] = []
  /// Whether pictures from elsewhere are shown.
  package var showsPictures = false
  /// The author's elements that are open; an empty name stands for an element of the page's own.
  private var open: [String] = []

  /// Nothing yet.
  package init() {}

  /// Adds HTML of the page's own.
  package mutating func add(_ html: String) { bytes.add(html) }

  /// Adds code, in colours where its language is known.
  package mutating func add(code: [UInt8], in language: some Sequence<UInt8>) {
    bytes.add(code: code, in: language)
  }

  /// Adds text.
  package mutating func add(text: some Sequence<UInt8>) { bytes.add(escaping: text) }

  /// Opens an element of the page's own: what the author opens in it ends with it.
  package mutating func begin(_ html: String) {
    bytes.add(html)
    open.append("")
  }

  /// Closes the innermost element of the page's own.
  package mutating func end(_ html: String) {
    while let name = open.popLast(), !name.isEmpty { bytes.add("</\(name)>") }
    bytes.add(html)
  }

  /// Closes all that is open.
  package mutating func finish() {
    while let name = open.popLast() { if !name.isEmpty { bytes.add("</\(name)>") } }
  }

  // MARK: what the author wrote

  /// Adds what the author wrote as HTML.
  ///
  /// - Parameter headingIDs: what the headings in it are called, in order.
  package mutating func add(raw html: [UInt8], headingIDs: [[UInt8]] = []) {
    var ids = headingIDs[...]
    var at = 0
    while at < html.count {
      guard html[at] == UInt8(ascii: "<") else {
        addText(html, &at)
        continue
      }
      if html[at...].starts(with: "<!--".utf8) {
        at = HTMLTag.end(of: "-->", in: html, from: at + 4) ?? html.count
      } else if at + 1 < html.count, "!?".utf8.contains(html[at + 1]) {
        at = HTMLTag.end(of: ">", in: html, from: at) ?? html.count
      } else if let tag = HTMLTag(html, at: at) {
        if HTMLTag.filtered.contains(tag.name) {
          bytes.add(escaping: html[at..<tag.end])
        } else {
          add(tag, &ids)
        }
        at = tag.end
      } else {
        bytes.add("&lt;")
        at += 1
      }
    }
  }

  /// Text with its entities, up to the next tag.
  private mutating func addText(_ html: [UInt8], _ at: inout Int) {
    while at < html.count, html[at] != UInt8(ascii: "<") {
      switch html[at] {
      case UInt8(ascii: "&"): bytes.add(HTMLTag.isReference(html, at: at) ? "&" : "&amp;")
      case UInt8(ascii: ">"): bytes.add("&gt;")
      case 0: bytes.add("\u{FFFD}")
      default: bytes.append(html[at])
      }
      at += 1
    }
  }

  private mutating func add(_ tag: HTMLTag, _ ids: inout ArraySlice<[UInt8]>) {
    guard let rule = HTMLRule.all[tag.name] else { return }
    if tag.isClosing {
      let start = open.lastIndex(of: "").map { $0 + 1 } ?? 0
      guard let own = open[start...].lastIndex(of: tag.name) else { return }
      while open.count > own { bytes.add("</\(open.removeLast())>") }
      return
    }
    var attributes = tag.attributes.compactMap { attribute -> (String, [UInt8])? in
      guard rule.attributes.contains(attribute.name) || HTMLRule.everywhere.contains(attribute.name)
      else { return nil }
      return value(of: attribute, in: tag).map { (attribute.name, $0) }
    }
    if HTMLRule.headings.contains(tag.name), let own = ids.popFirst() {
      attributes.removeAll { $0.0 == "id" }
      attributes.append(("id", own))
    }
    if tag.name == "img", !attributes.contains(where: { $0.0 == "src" }) {
      return add(pictureInWords: tag)
    }
    if tag.name == "input", !attributes.contains(where: { $0.0 == "type" }) { return }
    bytes.add("<\(tag.name)")
    for (name, value) in attributes {
      bytes.add(" \(name)=\"")
      bytes.add(escaping: value)
      bytes.add("\"")
    }
    if tag.name == "input" { bytes.add(" disabled=\"\"") }
    if attributes.contains(where: { $0.0 == "href" && SafeAddress($0.1)?.isOutside ?? true }) {
      bytes.add(" rel=\"noreferrer noopener nofollow\"")
    }
    bytes.add(">")
    if !rule.isVoid { open.append(tag.name) }
  }

  /// The value of an attribute as it may be; nil where it may not.
  private func value(of attribute: HTMLTag.Attribute, in tag: HTMLTag) -> [UInt8]? {
    switch attribute.name {
    case "href", "cite": return SafeAddress(attribute.value)?.bytes
    case "src":
      guard let address = SafeAddress(attribute.value), showsPictures || !address.isOutside else {
        return nil
      }
      return address.bytes
    // One address after the other; which are from elsewhere is not looked at.
    case "srcset": return showsPictures || !attribute.value.contains(0x3A) ? attribute.value : nil
    // The names that this server's own script goes by.
    case "id", "name": return attribute.value.starts(with: "docbuild-".utf8) ? nil : attribute.value
    case "type":
      return attribute.value.map(\.inLowerCase) == Array("checkbox") ? attribute.value : nil
    default: return attribute.value
    }
  }

  /// A picture that is not loaded, as its alternative text.
  private mutating func add(pictureInWords tag: HTMLTag) {
    func value(_ name: String) -> [UInt8] {
      tag.attributes.first { $0.name == name }?.value ?? []
    }
    add(pictureFrom: value("src"), value("alt"))
  }

  /// Adds a picture from elsewhere, which is not loaded: its alternative text, and its address as a hint.
  package mutating func add(pictureFrom address: [UInt8], _ alternative: [UInt8]) {
    bytes.add("<span class=\"outside\" title=\"not loaded: ")
    bytes.add(escaping: address)
    bytes.add("\">")
    bytes.add(escaping: alternative.isEmpty ? Array("picture") : alternative)
    bytes.add("</span>")
  }
}

extension SafeHTML {
  /// Adds a path to an address of the page's own.
  package mutating func add(path: some Sequence<UInt8>) { bytes.add(path: path) }
}
