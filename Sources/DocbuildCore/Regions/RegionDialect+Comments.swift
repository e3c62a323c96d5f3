/// Marks whose words stand elsewhere too. They count only as a comment of the file's language, or as a line of it.
extension RegionDialect {
  static let region = RegionDialect(
    "Visual Studio, Visual Studio Code, JetBrains", "#region {}", "#endregion {?}",
    page: "https://code.visualstudio.com/docs/editing/codebasics#_folding"
  ) { line in
    var cursor: MarkCursor
    var isSure =
      line.text.first == UInt8(ascii: "#") && line.text.dropFirst().first?.isLetter == true
    if let comment = line.comment {
      cursor = MarkCursor(rest: comment)
      // `//#region`, `(* #region`, Pascal's `{$region`.
      if cursor.take("#") || cursor.take("$") {
        isSure = true
        cursor.skipBlanks()
      } else if line.text.starts(with: "{$".utf8) {
        isSure = true
      }
    } else {
      guard line.takesRegionLines, line.text.first == UInt8(ascii: "#") else { return [] }
      isSure = true
      cursor = MarkCursor(rest: line.text.dropFirst())
      cursor.skipBlanks()
    }
    let at = line.text.startIndex
    let opens = cursor.takeAnyCase("region")
    guard
      opens || cursor.takeAnyCase("endregion") || (isSure && cursor.takeAnyCase("end region"))
    else { return [] }
    let isNamed = cursor.rest.first == UInt8(ascii: ":")
    if let next = cursor.rest.first, !next.isBlank, !":\"'".utf8.contains(next) {
      return isSure && !next.isWord ? [.fault(at: at)] : []
    }
    if isNamed { _ = cursor.take(":") }
    var name = cursor.rest.trimmed()
    if let quote = name.first, "\"'".utf8.contains(quote), name.count > 1, name.last == quote {
      name = name.dropFirst().dropLast().trimmed()
    }
    let isSentence = name.contains { $0.isBlank }
    if opens {
      return [.open(name: name.text, at: at, isSure: isSure || (!isSentence && !isNamed))]
    }
    // `#endregion // name`
    if name.starts(with: "//".utf8) || name.starts(with: "--".utf8) {
      name = name.dropFirst(2).trimmed()
    }
    return [.close(name: name.text, at: at, isSure: isSure || !isSentence)]
  }

  static let pragma = RegionDialect(
    "C and C++", "#pragma region {}", "#pragma endregion {?}",
    page: "https://learn.microsoft.com/cpp/preprocessor/region-endregion"
  ) { line in
    var cursor = MarkCursor(rest: line.text)
    if !cursor.take("#") {
      guard let comment = line.comment else { return [] }
      cursor.rest = comment
      guard cursor.take("#") else { return [] }
    }
    cursor.skipBlanks()
    guard cursor.take("pragma"), cursor.skipBlanks() > 0 else { return [] }
    let opens = cursor.take("region")
    guard opens || cursor.take("endregion"), cursor.isAtEnd else { return [] }
    var name = cursor.tail
    if name.starts(with: "//".utf8) { name = name.dropFirst(2).trimmed() }
    let at = line.text.startIndex
    return [opens ? .open(name: name.text, at: at) : .close(name: name.text, at: at)]
  }

  static let snippet = RegionDialect(
    "Swift DocC", "snippet.{}", "snippet.end",
    page:
      "https://www.swift.org/documentation/docc/adding-code-snippets-to-your-content"
  ) { line in
    guard let comment = line.comment else { return [] }
    var cursor = MarkCursor(rest: comment)
    guard cursor.take("snippet.") else { return [] }
    let at = line.text.startIndex
    guard let name = cursor.name(), cursor.rest.trimmed().isEmpty else { return [.fault(at: at)] }
    switch name {
    case "end": return [.close(name: "", at: at)]
    case "hide": return [.hide(at: at)]
    case "show": return [.show(at: at)]
    default: return [.open(name: name, at: at)]
    }
  }

  static let fold = RegionDialect(
    "NetBeans and JetBrains folds", "<editor-fold desc=\"{}\">", "</editor-fold>",
    page: "https://www.jetbrains.com/help/idea/working-with-source-code.html"
  ) { line in
    guard let comment = line.comment else { return [] }
    var cursor = MarkCursor(rest: comment)
    let at = line.text.startIndex
    if cursor.take("</editor-fold>") { return [.close(name: "", at: at)] }
    guard cursor.take("<editor-fold"), cursor.rest.last == UInt8(ascii: ">") else { return [] }
    while !cursor.rest.isEmpty, !cursor.take("desc=\"") { cursor.rest = cursor.rest.dropFirst() }
    return [.open(name: cursor.rest.prefix { $0 != UInt8(ascii: "\"") }.text, at: at)]
  }

  static let angle = RegionDialect(
    "DocFX", "<{}>", "</{}>",
    page: "https://dotnet.github.io/docfx/docs/markdown.html#code-snippet", isCommonText: true
  ) { line in
    guard let comment = line.comment, !line.isDocumentation,
      comment.first == UInt8(ascii: "<"), comment.last == UInt8(ascii: ">")
    else { return [] }
    var cursor = MarkCursor(rest: comment.dropFirst().dropLast())
    let closes = cursor.take("/")
    guard let name = cursor.name(), cursor.rest.isEmpty, name != "editor-fold" else { return [] }
    let at = line.text.startIndex
    return [closes ? .close(name: name, at: at) : .open(name: name, at: at)]
  }
}
