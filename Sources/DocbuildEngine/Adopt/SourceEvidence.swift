import DocbuildCore

/// How the prose around a block names a file.
enum Naming: Comparable {
  case none
  /// By its bare name.
  case name
  /// By its path from the root or from the page, or by enough of it.
  case path
}

/// What speaks for a file's being what a block shows.
struct SourceEvidence {
  let page: RootPath
  let block: PastedBlock
  /// How many sources there are of each name.
  let nameCounts: [Bytes: Int]

  /// How `words` name the file at `path`.
  func naming(of file: RootPath, in words: [Bytes]) -> Naming {
    var best = Naming.none
    let (path, name, folder) = (file.bytes, file.fileName, page.folder.bytes)
    for word in words {
      let bare = Bytes(word.drop { $0 == Bytes.slash })
      guard bare.contains(Bytes.slash) else {
        if bare == path { return .path }
        if bare == name, isTelling(name) { best = .name }
        continue
      }
      if bare == path || folder.joined(word).folded == path || bare.behindRevision == path
        || path.ends(with: [Bytes.slash] + bare)
      {
        return .path
      }
    }
    return best
  }

  /// A name that is no word of prose.
  private func isTelling(_ name: Bytes) -> Bool {
    name.contains(UInt8(ascii: ".")) || name.first.map { $0.isLetter && $0 & 0x20 == 0 } ?? false
  }

  /// Whether the file lies in the page's folder or below it.
  func isBelowPage(_ path: RootPath) -> Bool { path.lies(at: page.folder) }

  private var isTopOrDocs: Bool {
    let folders = page.folder.components
    return folders.isEmpty || folders == [Bytes("docs".utf8)] || folders == [Bytes("doc".utf8)]
  }

  /// Whether an exact copy of lines of that file may be proposed.
  ///
  /// - Parameter strong: how many telling lines of the block stand in few places of the tree.
  func isProposal(_ path: RootPath, strong: Int) -> Bool {
    guard strong > 0 else { return false }
    switch naming(of: path, in: block.prose.words) {
    case .path: return true
    case .name where isBelowPage(path) || nameCounts[path.fileName] ?? 0 < 2: return true
    default: break
    }
    if strong >= 3, isBelowPage(path) || isTopOrDocs { return true }
    return strong >= 5 && PathKind.isExample(path)
  }

  /// Whether the prose proves that a near copy was taken from that file. Of YAML both ends must stand there, since what a page
  /// tells its reader to write is like what the project has for itself.
  func provesNear(_ path: RootPath, _ source: Source, _ near: NearPassage) -> Bool {
    if source.language?.name == "yaml", !near.hasEnds { return false }
    return switch naming(of: path, in: block.prose.words) {
    case .path: true
    case .name: isBelowPage(path)
    case .none: false
    }
  }

  /// Why the file is not the kind of which code is embedded unasked; nil when it is.
  func doubt(about path: RootPath, _ source: Source, _ lines: Range<Int>) -> String? {
    if PathKind.isTest(path) { return "a test" }
    if PathKind.isGenerated(path, source) { return "a generated file" }
    if !isSameLanguage(source) {
      return "another language, \(source.language?.name ?? "unknown")"
    }
    return source.isText(ofLine: lines.lowerBound) ? "in a comment or string" : nil
  }

  /// Whether lines of YAML end within what their first line opens: then they are as likely what the page tells its reader to
  /// write, such as `theme:` and `name: x`, as a copy of what the project has for itself.
  func stopsWithin(_ source: Source, _ lines: Range<Int>) -> Bool {
    guard source.language?.name == "yaml" else { return false }
    let next = (lines.upperBound..<source.lines.count).map { source.bytes[source.line($0)] }
      .first { !$0.trimmed().isEmpty }
    guard let next else { return false }
    let first = source.bytes[source.line(lines.lowerBound)]
    let margin = first.prefix(while: \.isBlank).count
    let depth = next.prefix(while: \.isBlank).count
    let isItem = next.dropFirst(depth).first == UInt8(ascii: "-")
    return depth > margin
      || depth == margin && isItem && first.dropFirst(margin).first != UInt8(ascii: "-")
  }

  private static let families = [
    ["javascript", "typescript", "jsx", "tsx", "astro", "vue", "svelte"],
    ["json", "jsonc", "hjson"], ["c", "cpp", "objective-c", "objective-c++", "cuda"],
    [
      "html", "vue", "svelte", "jinja", "liquid", "erb", "ejs", "handlebars", "xml", "astro", "php",
    ],
    ["ini", "properties", "dotenv", "bash", "toml", "text"], ["yaml", "jinja", "helm"],
    ["java", "kotlin", "groovy"], ["scss", "css", "less"],
  ]

  private func isSameLanguage(_ source: Source) -> Bool {
    let name = block.infoWord.lowercased()
    if ["", "text", "txt", "plain", "plaintext", "code", "none"].contains(name) { return true }
    guard let own = Language.named(name)?.name, let theirs = source.language?.name else {
      return true
    }
    return own == theirs
      || SourceEvidence.families.contains { $0.contains(own) && $0.contains(theirs) }
  }
}

extension Bytes {
  /// Of a web address of a repository's file the path below the repository's top: `o/r/blob/main/a.go` is `a.go`.
  fileprivate var behindRevision: Bytes? {
    let parts = components
    guard let at = parts.firstIndex(where: { ["blob", "tree", "raw"].contains($0.text) }),
      at + 2 < parts.count
    else { return nil }
    return Bytes(parts[(at + 2)...].joined(separator: [Bytes.slash]))
  }
}
