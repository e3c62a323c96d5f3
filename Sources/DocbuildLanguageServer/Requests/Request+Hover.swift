import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// What a directive shows, or why it does not; who shows a region; where a link leads.
  static let hover = Request("textDocument/hover", capability: ("hoverProvider", true)) {
    server, params in
    guard let asked = try Asked(params, in: server), let edited = asked.project.edited else {
      return .null
    }
    let point = try asked.point(params)
    let text: String?
    if let draft = asked.draft {
      text =
        draft.words(on: point.line, in: asked, edited) ?? draft.words(
          ofValueAt: point, in: asked, edited)
        ?? asked.words(ofLinkAt: point, edited)
    } else {
      text = try asked.words(ofMarkOn: point.line)
    }
    guard let text else { return .null }
    let range = asked.lines.range(of: point.lineRange)
    let kind = server.client?.showsMarkdown ?? false ? "markdown" : "plaintext"
    return ["contents": ["kind": .text(kind), "value": .text(text)], "range": range.json]
  }
}

extension Draft {
  /// The most lines of an excerpt that are shown.
  private static let most = 60

  /// What the directive on a line (from 1) shows, in Markdown.
  fileprivate func words(on line: Int, in asked: Asked, _ edited: EditedProject) -> String? {
    guard let directive = directive(on: line) else { return nil }
    guard let excerpt = excerpt(on: line) else { return words(ofProblemsOn: line, in: asked) }
    let name = escaped(edited.name(of: excerpt.facts.source))
    var head = "`\(name)`"
    if let words = excerpt.lineWords { head += ", \(words)" }
    if let revision = directive.recipe.revision { head += ", at `\(escaped(revision.text))`" }
    // On a page whose lines end in CR LF it has these ends.
    let text = normalised(excerpt.text)
    let all = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let lines = text.last == UInt8(ascii: "\n") ? all.dropLast() : all[...]
    var shown = escapedLines(
      Bytes(lines.prefix(Draft.most).joined(separator: Bytes("\n".utf8))).text)
    if lines.count > Draft.most { shown += "\n… \(lines.count - Draft.most) more lines" }
    let longest = shown.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let language = directive.recipe.fenceLanguage ?? excerpt.facts.source.language?.name ?? ""
    return "\(head)\n\n\(fence)\(escaped(language))\n\(shown)\n\(fence)"
  }
}

extension Draft {
  /// What is wrong with what stands on a line (from 1); nil for nothing.
  private func words(ofProblemsOn line: Int, in asked: Asked) -> String? {
    let found = problems.filter {
      $0.place.line == line && asked.project.path(of: $0).isSame(as: asked.path)
    }
    return found.isEmpty
      ? nil
      : found.map { problem in
        ([problem.message] + problem.notes.map(\.message)).map { escaped($0) }
          .joined(separator: "\n\n")
      }.joined(separator: "\n\n")
  }

  /// What the value at a point is, and where it comes from.
  fileprivate func words(ofValueAt point: Point, in asked: Asked, _ edited: EditedProject)
    -> String?
  {
    let source = input.template.source
    let line = point.line - 1
    guard line < source.lines.count else { return nil }
    // In the template's own bytes: a CR before the line feed is none of them.
    let offset = source.line(line).lowerBound + point.column - 1
    guard let value = values.first(where: { $0.directive.range.contains(offset) }) else {
      return nil
    }
    guard let text = value.text else { return words(ofProblemsOn: point.line, in: asked) }
    let origin =
      switch value.origin {
      case .line(let source, let line): "`\(escaped(edited.name(of: source)))`, line \(line)"
      case .commandLine: "the command line"
      case .configuration: "`docbuild.toml`"
      case .git(let asked): "git's `\(asked.rawValue)`"
      case .reader: "the page that shows this part"
      }
    let longest = text.text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    let ticks = String(repeating: "`", count: longest + 1)
    let room = longest > 0 ? " " : ""
    return "\(ticks)\(room)\(escaped(text.text))\(room)\(ticks), from \(origin)"
  }
}

extension EditedProject {
  /// What a source that was read is called in the root.
  fileprivate func name(of source: Source) -> String {
    path(of: source)?.text ?? source.name
  }
}

extension DirectiveExcerpt {
  /// Which lines are shown, in words; nil where they are not known.
  var lineWords: String? {
    guard let first = lines.first else { return nil }
    let isOne = lines.count == 1 && first.count == 1
    let list = lines.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }
    return (isOne ? "line " : "lines ") + list.joined(separator: ", ")
  }

  /// How many lines are shown.
  var lineCount: Int {
    text.lineFeedCount(in: 0..<text.count)
      + (text.isEmpty || text.last == UInt8(ascii: "\n") ? 0 : 1)
  }
}

extension Asked {
  /// Where the link at a point leads.
  fileprivate func words(ofLinkAt point: Point, _ edited: EditedProject) -> String? {
    guard let (path, heading) = target(ofLinkAt: point, edited) else { return nil }
    return "`\(escaped(path.text))`"
      + (heading.map { ": \(escaped($0.title.text))" } ?? "")
  }

  /// The file that a link at a point leads to, and the heading there.
  func target(ofLinkAt point: Point, _ edited: EditedProject) -> (
    path: WrittenPath, heading: PageOutline.Heading?
  )? {
    let site = edited.site(of: WrittenPath(path))
    let outline = edited.outline(lines.bytes, of: path)
    guard
      let link = outline.links.first(where: {
        $0.range.lowerBound <= point.offset && point.offset <= $0.range.upperBound
          && !$0.isExternal
      })
    else { return nil }
    var target = WrittenPath(path)
    var headings = outline.headings
    if !link.path.isEmpty {
      guard case .file(let named) = site.destination(of: link.path, isImage: link.isImage) else {
        return nil
      }
      target = edited.path(ofPage: named, from: path)
      headings = []
      if link.fragment != nil, let page = target.folded, let text = project.text(at: page) {
        headings = edited.outline(text, of: page).headings
      }
    }
    return (target, link.fragment.flatMap { name in headings.first { $0.anchor == name } })
  }

  /// Who shows the region whose mark is on a line (from 1).
  fileprivate func words(ofMarkOn line: Int) throws(Interrupted) -> String? {
    guard let facts = project.edited?.facts(path),
      let region = facts.regions.regions.first(where: {
        $0.start == line - 1 || $0.end == line - 1
      })
    else { return nil }
    try project.learnAll()
    let showings = project.edited?.showings(of: path) ?? []
    let found = showings.filter { $0.excerpt.regions.contains(region.name) }
    if found.isEmpty { return "no page shows region '\(escaped(region.name))'" }
    return "region '\(escaped(region.name))' is shown in:\n\n"
      + found.map { "- `\(escaped($0.place.name)):\($0.place.line)`" }.joined(separator: "\n")
  }
}
