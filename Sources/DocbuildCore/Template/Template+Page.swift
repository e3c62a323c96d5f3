extension Template {
  /// Whether a text without directives is evidently Markdown: it begins with a heading, a link or an image, and somewhere
  /// has a link, an image, a fence or an element of HTML. What else is called `*.src`, as test data of compilers and
  /// files of settings are, does not.
  var readsAsPage: Bool {
    guard source.fault == nil else { return false }
    let lines = source.bytes[source.bytes.endOfFrontMatter...].split(separator: .lineFeed)
      .lazy.map { $0.trimmed() }.filter { !$0.isEmpty }
    guard let first = lines.first, first.isHeading || first.holdsLink else { return false }
    return lines.contains { $0.holdsLink || $0.opensFence || $0.opensElement }
  }
}

extension ArraySlice<UInt8> {
  fileprivate var isHeading: Bool {
    let marks = prefix { $0 == UInt8(ascii: "#") }.count
    return (1...6).contains(marks) && count > marks + 1 && self[startIndex + marks].isBlank
  }

  fileprivate var holdsLink: Bool {
    guard let open = firstIndex(of: UInt8(ascii: "[")) else { return false }
    return self[open...].contains(Bytes("](".utf8))
  }

  fileprivate var opensFence: Bool { has("```", at: startIndex) || has("~~~", at: startIndex) }

  fileprivate var opensElement: Bool {
    guard first == UInt8(ascii: "<") else { return false }
    let name = dropFirst().prefix { $0.isLetter || $0.isDigit }
    let end = dropFirst(name.count + 1).first
    return pageElements.contains(name.text)
      && (end == UInt8(ascii: ">") || end?.isBlank ?? true)
  }
}

/// Elements that stand alone in Markdown pages.
private let pageElements: Set<String> = [
  "a", "br", "center", "details", "div", "h1", "h2", "h3", "iframe", "img", "p", "picture",
  "source", "table", "video",
]
