/// The regions marked in one source.
package struct MarkedRegions: Sendable {
  package struct Region: Sendable {
    package let name: String
    /// The lines of the opening and the closing mark, from 0.
    package let start: Int
    package let end: Int
  }

  struct Unclosed: Sendable {
    let name: String
    let line: Int
    let dialect: RegionDialect
  }

  /// In the order of their opening marks.
  package private(set) var regions: [Region] = []
  private(set) var unclosed: [Unclosed] = []
  /// The lines of all marks that belong to a region, ascending.
  private(set) var marks: [Range<Int>] = []
  /// The lines between `hide` and `show` marks, these included.
  private(set) var hidden: [Range<Int>] = []

  /// The forms of all dialects, made once.
  private static let forms: [Forms] = RegionDialect.all.map(Forms.init)

  private struct Forms: Sendable {
    let dialect: RegionDialect
    let open: MarkForm
    let close: MarkForm
    let hide: MarkForm?
    let show: MarkForm?

    init(_ dialect: RegionDialect) {
      self.dialect = dialect
      open = MarkForm(dialect.open)
      close = MarkForm(dialect.close)
      hide = dialect.hide.map(MarkForm.init)
      show = dialect.show.map(MarkForm.init)
    }
  }

  private struct Open {
    let name: String
    let line: Int
    let family: Int
    /// The dialect's number.
    let spelling: Int
  }

  /// What the comments of `source` mark.
  init(in source: Source) {
    let bytes = source.bytes
    var open: [Open] = []
    var hiding: Int?
    for index in source.lines.indices {
      let line = bytes[source.line(index)].trimmed()
      guard Self.mayBeMark(line) else { continue }
      let texts = commentTexts(of: line)
      for (number, forms) in Self.forms.enumerated() {
        // `#region` and `region` close one another: one family.
        let family = number <= 2 ? 0 : number
        guard let mark = Self.mark(in: texts, forms) else { continue }
        switch mark {
        case .open(let name):
          open.append(Open(name: name, line: index, family: family, spelling: number))
        case .close(let name):
          let candidates = open.indices.filter { open[$0].family == family }
          let exact = candidates.last { open[$0].name == name }
          let needsName = forms.close.hasName && !forms.close.nameIsOptional
          let alike = candidates.last { open[$0].spelling == number }
          guard let at = exact ?? (needsName ? nil : alike ?? candidates.last) else { break }
          regions.append(Region(name: open[at].name, start: open[at].line, end: index))
          marks += [open[at].line..<open[at].line + 1, index..<index + 1]
          open.remove(at: at)
        case .hide: hiding = hiding ?? index
        case .show:
          if let start = hiding { hidden.append(start..<index + 1) }
          hiding = nil
        }
        break
      }
    }
    if let start = hiding { hidden.append(start..<source.lines.count) }
    regions.sort { ($0.start, $1.end) < ($1.start, $0.end) }
    marks = merged(marks)
    unclosed = open.compactMap { open in
      let dialect = RegionDialect.all[open.spelling]
      return dialect.isCommonText
        ? nil : Unclosed(name: open.name, line: open.line, dialect: dialect)
    }
  }

  private enum Mark {
    case open(String)
    case close(String)
    case hide, show
  }

  /// A quick look before the forms are tried: a comment begins with none of these bytes, no mark is so long, and
  /// every mark has one of these words.
  private static func mayBeMark(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, line.count >= 3, line.count < 400, !first.isDigit,
      !first.isLetter || line.starts(with: Bytes("REM ".utf8))
    else { return false }
    for at in line.indices {
      switch line[at] {
      case UInt8(ascii: "r"): if line.has("region", at: at) { return true }
      case UInt8(ascii: "A"): if line.has("ANCHOR", at: at) { return true }
      case UInt8(ascii: "s"):
        if line.has("snippet", at: at) || line.has("start:", at: at) { return true }
      case UInt8(ascii: "S"): if line.has("START", at: at) { return true }
      case UInt8(ascii: "E"): if line.has("END", at: at) { return true }
      case UInt8(ascii: "e"): if line.has("end", at: at) { return true }
      case UInt8(ascii: "t"): if line.has("tag::", at: at) { return true }
      case UInt8(ascii: ">"): return true
      default: break
      }
    }
    return false
  }

  private static func mark(in texts: [CommentText], _ forms: Forms) -> Mark? {
    let dialect = forms.dialect
    for candidate in texts {
      if candidate.isBare, dialect.open.utf8.first != UInt8(ascii: "#") { continue }
      if candidate.isDocumentation, dialect.isCommonText { continue }
      let text = candidate.text
      if forms.hide?.name(in: text, spaced: false) != nil { return .hide }
      if forms.show?.name(in: text, spaced: false) != nil { return .show }
      if let name = forms.close.name(in: text, spaced: dialect.spacedNames) { return .close(name) }
      if let name = forms.open.name(in: text, spaced: dialect.spacedNames) { return .open(name) }
    }
    return nil
  }
}

/// What a line says if it is a comment.
private struct CommentText {
  let text: ArraySlice<UInt8>
  /// Nothing was taken off: only marks that need no comment, such as C#'s `#region`, may stand so.
  let isBare: Bool
  /// In a documentation comment, where tags such as `<p>` are text.
  let isDocumentation: Bool
}

private let openers: [Bytes] = [
  "<!--", "{{!--", "/**", "///", "/*", "//", "--", ";", "#", "%", "(*", "{-", "*>", "*", "'", "\"",
  "!", "REM ",
  "::", "..", "<%--", "{#", "@*",
].map { Bytes($0.utf8) }

private let documentationOpeners: [Bytes] = ["/**", "///", "//!", "*"].map { Bytes($0.utf8) }

private let closers: [Bytes] = ["-->", "--}}", "*/", "*)", "-}", "--%>", "#}", "*@"].map {
  Bytes($0.utf8)
}

/// The line as it stands, then with one comment opener after the other taken off, three at most, in whatever
/// syntax; closers go too.
private func commentTexts(of line: ArraySlice<UInt8>) -> [CommentText] {
  let isDocumentation = documentationOpeners.contains { line.starts(with: $0) }
  var texts = [CommentText(text: line, isBare: true, isDocumentation: isDocumentation)]
  var rest = line
  for _ in 0..<3 {
    guard let opener = openers.first(where: { rest.starts(with: $0) }) else { break }
    rest = rest.dropFirst(opener.count).trimmed()
    if let closer = closers.first(where: { rest.suffix($0.count).elementsEqual($0) }) {
      rest = rest.dropLast(closer.count).trimmed()
    }
    texts.append(CommentText(text: rest, isBare: false, isDocumentation: isDocumentation))
  }
  return texts
}
