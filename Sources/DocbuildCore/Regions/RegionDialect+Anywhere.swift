/// Marks that nothing else is spelt like. They count wherever on a line they stand.
extension RegionDialect {
  static let anchor = RegionDialect(
    "mdBook", "ANCHOR: {}", "ANCHOR_END: {}",
    page: "https://rust-lang.github.io/mdBook/format/mdbook.html#including-portions-of-a-file",
    isUnmistakable: true
  ) { line in
    line.offsets(of: "ANCHOR").compactMap { at in
      var cursor = line.cursor(at: at)
      _ = cursor.take("ANCHOR")
      let closes = cursor.take("_END")
      if cursor.take(":") {
        cursor.skipBlanks()
        if let name = cursor.name() {
          return closes ? .close(name: name, at: at) : .open(name: name, at: at)
        }
      }
      return line.begins(at: at) && cursor.isAtEnd ? .fault(at: at) : nil
    }
  }

  static let tag = RegionDialect(
    "Asciidoctor", "tag::{}[]", "end::{}[]",
    page: "https://docs.asciidoctor.org/asciidoc/latest/directives/include-tagged-regions/",
    isUnmistakable: true
  ) { line in
    line.offsets(of: "::").compactMap { at in
      let word = line.text[..<at].suffix(3)
      let closes = word.elementsEqual("end".utf8)
      guard closes || word.elementsEqual("tag".utf8), line.isBoundary(word.startIndex) else {
        return nil
      }
      let start = word.startIndex
      var cursor = line.cursor(at: at + 2)
      let name = cursor.rest.prefix { !$0.isBlank && $0 != UInt8(ascii: "[") }
      cursor.rest = cursor.rest.dropFirst(name.count)
      if !name.isEmpty, cursor.take("[]"), cursor.isAtEnd {
        return closes ? .close(name: name.text, at: start) : .open(name: name.text, at: start)
      }
      return line.begins(at: start) ? .fault(at: start) : nil
    }
  }

  static let beginSnippet = RegionDialect(
    "MarkdownSnippets", "begin-snippet: {}", "end-snippet {?}",
    page: "https://github.com/SimonCropp/MarkdownSnippets#defining-snippets", isUnmistakable: true
  ) { line in
    func counts(_ at: Int) -> Bool {
      line.isBoundary(at) && (at - line.text.startIndex <= 10 || line.followsComment(at))
    }
    let opens: [MarkReading] = line.offsets(of: "begin-snippet").compactMap { at in
      guard counts(at) else { return nil }
      var cursor = line.cursor(at: at)
      _ = cursor.take("begin-snippet")
      if cursor.take(":"), cursor.skipBlanks() > 0, let name = cursor.name() {
        // (lang=json …): what the snippet says of itself.
        if cursor.take("("), let end = cursor.rest.firstIndex(of: UInt8(ascii: ")")) {
          cursor.rest = cursor.rest[(end + 1)...]
        }
        if cursor.tail.allSatisfy({ !$0.isWord }) { return .open(name: name, at: at) }
      }
      return line.begins(at: at) ? .fault(at: at) : nil
    }
    let closes: [MarkReading] = line.offsets(of: "end-snippet").compactMap { at in
      var cursor = line.cursor(at: at)
      _ = cursor.take("end-snippet")
      guard counts(at), !(cursor.rest.first?.isWord ?? false) else { return nil }
      return .close(name: cursor.tail.text, at: at)
    }
    return opens + closes
  }

  static let google = RegionDialect(
    "Google Cloud", "[START {}]", "[END {}]",
    page: "https://googlecloudplatform.github.io/samples-style-guide/#region-tags",
    isUnmistakable: true
  ) { line in
    (line.offsets(of: "[START") + line.offsets(of: "[END")).compactMap { at in
      var cursor = line.cursor(at: at)
      let opens = cursor.take("[START")
      if !opens { _ = cursor.take("[END") }
      if cursor.take("_EXCLUDE") {
        let rest = cursor.rest.prefix { $0 != UInt8(ascii: "]") }
        if rest.count < cursor.rest.count, rest.isEmpty || rest.first?.isBlank == true {
          return opens ? .hide(at: at) : .show(at: at)
        }
        return line.begins(at: at) ? .fault(at: at) : nil
      }
      guard let next = cursor.rest.first else { return .fault(at: at) }
      guard next.isBlank || next == UInt8(ascii: "]") || next == UInt8(ascii: "_") else {
        return nil
      }
      if cursor.skipBlanks() > 0 {
        let name = cursor.rest.prefix { !$0.isBlank && $0 != UInt8(ascii: "]") }
        cursor.rest = cursor.rest.dropFirst(name.count)
        cursor.skipBlanks()
        if !name.isEmpty, cursor.take("]") {
          return opens ? .open(name: name.text, at: at) : .close(name: name.text, at: at)
        }
      }
      return line.begins(at: at) ? .fault(at: at) : nil
    }
  }

  static let scissors = RegionDialect(
    "PyMdown Snippets", "--8<-- [start:{}]", "--8<-- [end:{}]",
    page: "https://facelessuser.github.io/pymdown-extensions/extensions/snippets/#snippet-sections",
    isUnmistakable: true
  ) { line in
    line.offsets(of: "-8<-").compactMap { at in
      let dash = UInt8(ascii: "-")
      var start = at
      while start > line.text.startIndex, line.text[start - 1] == dash { start -= 1 }
      // A semicolon before the scissors makes them text.
      if start > line.text.startIndex, line.text[start - 1] == UInt8(ascii: ";") { return nil }
      var cursor = line.cursor(at: at + 3)
      cursor.rest = cursor.rest.drop { $0 == dash }
      let spaced = cursor.skipBlanks() > 0
      guard cursor.take("[") else { return nil }
      cursor.skipBlanks()
      let opens = cursor.takeAnyCase("start")
      if spaced, opens || cursor.takeAnyCase("end") {
        cursor.skipBlanks()
        if cursor.take(":") {
          cursor.skipBlanks()
          if let name = cursor.name() {
            cursor.skipBlanks()
            if cursor.take("]") {
              return opens ? .open(name: name, at: start) : .close(name: name, at: start)
            }
          }
        }
      }
      return line.begins(at: start) ? .fault(at: start) : nil
    }
  }

  static let docs = RegionDialect(
    "Noir and Aztec", "docs:start:{}", "docs:end:{}",
    page: "https://github.com/noir-lang/noir/blob/master/docs/README.md", isUnmistakable: true
  ) { line in
    (line.offsets(of: "docs:start") + line.offsets(of: "docs:end")).compactMap { at in
      guard line.isBoundary(at) else { return nil }
      var cursor = line.cursor(at: at)
      let opens = cursor.take("docs:start")
      if !opens { _ = cursor.take("docs:end") }
      if cursor.take(":"), let name = cursor.name() {
        return opens ? .open(name: name, at: at) : .close(name: name, at: at)
      }
      return line.begins(at: at) && cursor.isAtEnd ? .fault(at: at) : nil
    }
  }

  static let docregion = RegionDialect(
    "Angular and Dart", "#docregion {}", "#enddocregion {?}",
    page: "https://github.com/dart-lang/site-www/wiki/Code-excerpts", isUnmistakable: true
  ) { line in
    func names(_ cursor: MarkCursor) -> [String]? {
      let names = cursor.tail.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { $0.trimmed() }
      if names.count == 1, names[0].isEmpty { return [""] }
      let areSound = names.allSatisfy { name in
        !name.isEmpty && name.allSatisfy { $0.isWord || "-./:+".utf8.contains($0) }
      }
      return areSound ? names.map(\.text) : nil
    }
    var found: [MarkReading] = []
    for at in line.offsets(of: "#docregion") + line.offsets(of: "#enddocregion") {
      var cursor = line.cursor(at: at)
      let opens = cursor.take("#docregion")
      if !opens { _ = cursor.take("#enddocregion") }
      guard cursor.isAtEnd else { continue }
      guard let names = names(cursor) else {
        if line.begins(at: at) { found.append(.fault(at: at)) }
        continue
      }
      found += names.map { opens ? .open(name: $0, at: at) : .close(name: $0, at: at) }
    }
    return found + line.offsets(of: "#docplaster").map { .note(at: $0) }
  }

  static let amazon = RegionDialect(
    "Amazon Web Services", "snippet-start:[{}]", "snippet-end:[{}]",
    page: "https://github.com/awsdocs/aws-doc-sdk-examples/wiki/Code-snippet-tags",
    isUnmistakable: true
  ) { line in
    (line.offsets(of: "snippet-start") + line.offsets(of: "snippet-end")).compactMap { at in
      guard line.isBoundary(at), line.text[..<at].last != UInt8(ascii: ":") else { return nil }
      var cursor = line.cursor(at: at)
      let opens = cursor.take("snippet-start")
      if !opens { _ = cursor.take("snippet-end") }
      if cursor.take(":") {
        cursor.skipBlanks()
        if cursor.take("[") {
          let name = cursor.rest.prefix { $0 != UInt8(ascii: "]") }
          if name.count < cursor.rest.count, !name.trimmed().isEmpty {
            let text = name.trimmed().text
            return opens ? .open(name: text, at: at) : .close(name: text, at: at)
          }
        }
        return line.begins(at: at) ? .fault(at: at) : nil
      }
      return line.begins(at: at) && cursor.rest.first == UInt8(ascii: "[") ? .fault(at: at) : nil
    }
  }

  static let bluehawk = RegionDialect(
    "Bluehawk", ":snippet-start: {}", ":snippet-end:",
    page: "https://mongodb-university.github.io/Bluehawk/reference/tags", isUnmistakable: true
  ) { line in
    line.offsets(of: ":").compactMap { at in
      guard line.isBoundary(at) else { return nil }
      var cursor = line.cursor(at: at + 1)
      if cursor.take("snippet-start:") {
        cursor.skipBlanks()
        if let name = cursor.name(), cursor.isAtEnd { return .open(name: name, at: at) }
        return line.begins(at: at) ? .fault(at: at) : nil
      }
      if cursor.take("snippet-end:") { return .close(name: "", at: at) }
      if cursor.take("remove") || cursor.take("hide") {
        if cursor.take("-start:") { return .hide(at: at) }
        if cursor.take("-end:") { return .show(at: at) }
        return cursor.take(":") ? .hideLine(at: at) : nil
      }
      // What is shown is not what the file says there.
      let changes = cursor.take("replace") || cursor.take("state-uncomment")
      guard changes || cursor.take("uncomment") || cursor.take("state") else {
        // On a line of code the tag stays, since the line does.
        return cursor.take("emphasize-start:") || cursor.take("emphasize-end:")
          ? .note(at: at) : nil
      }
      return cursor.takesTagEnd() ? .rewrite(at: at) : nil
    }
  }
}

extension MarkCursor {
  /// Whether a tag of Bluehawk's ends here, whose name has been taken.
  fileprivate mutating func takesTagEnd() -> Bool {
    take("-start:") || take("-end:") || take(":")
  }
}
