extension String {
  /// Whether a link, an image or a definition, in Markdown or in HTML, leads from this line to somewhere beside the page.
  var hasRelativeTarget: Bool {
    let line = stripped
    if line.hasPrefix("["), !line.hasPrefix("[^"), let target = line.behind("]:"),
      target.isRelativeTarget ?? true
    {
      // Where nothing stands behind it, the next line has the address.
      return true
    }
    return ["](", "src=", "href="].contains { opening in
      pieces(between: opening).dropFirst().contains { $0.isRelativeTarget ?? false }
    }
  }

  /// Whether the address that begins here is relative; nil where none does.
  private var isRelativeTarget: Bool? {
    let target = drop { " \t<\"'".contains($0) }
    return target.first.map { !"#/)".contains($0) && !target.hasScheme }
  }
}

extension Substring {
  /// Whether an address begins here, as `https:` and `mailto:` do.
  fileprivate var hasScheme: Bool {
    let word = utf8.prefix { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
    return word.count > 1 && utf8.dropFirst(word.count).first == UInt8(ascii: ":")
  }
}
