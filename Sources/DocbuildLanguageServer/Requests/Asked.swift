import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// A file that a request is about.
struct Asked {
  let project: ServedProject
  let path: RootPath
  let uri: String
  let lines: TextLines

  /// The file in `textDocument` of the parameters; nil for one that docbuild has nothing to say about.
  init?(_ params: JSONTree, in server: LanguageServer) throws {
    guard let uri = params["textDocument"]?["uri"]?.text else {
      throw RequestFault.parameters("textDocument")
    }
    guard let (project, path) = server.place(uri) else { return nil }
    self.project = project
    self.path = path
    self.uri = uri
    if let open = project.open[path] {
      lines = open.lines
    } else {
      guard let text = project.text(at: path) else { return nil }
      lines = TextLines(text, server.unit)
    }
  }

  var unit: PositionUnit { lines.unit }

  /// The document that the file is; nil for a source.
  var document: ProjectDocument? { project.edited?.document(at: path) }

  /// What can be said of that document.
  var draft: Draft? { document.flatMap { project.edited?.draft(of: $0) } }

  /// The position in the parameters, with the line (from 1) on which it is and the bytes before and behind it there.
  func point(_ params: JSONTree) throws -> Point {
    guard let position = ClientPosition(params["position"]) else {
      throw RequestFault.parameters("position")
    }
    return Point(lines.offset(of: position), in: lines)
  }
}

/// A place in a text where somebody types or points.
struct Point {
  let offset: Int
  /// The line's number, from 1, as LF ends lines.
  let line: Int
  /// Where the line starts and ends.
  let lineRange: Range<Int>

  init(_ offset: Int, in lines: TextLines) {
    let bytes = lines.bytes
    let feed = UInt8(ascii: "\n")
    var start = offset
    while start > 0, bytes[start - 1] != feed { start -= 1 }
    var end = bytes.firstOffset(of: feed, in: offset..<bytes.count) ?? bytes.count
    if end > offset, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    self.offset = offset
    line = bytes.lineFeedCount(in: 0..<start) + 1
    lineRange = start..<max(start, end)
  }

  /// The place's column on its line, from 1, in bytes.
  var column: Int { offset - lineRange.lowerBound + 1 }
}

extension EditedProject {
  /// Whether a file that a directive names is there; nothing is said of what lies outside the root.
  func holds(_ path: WrittenPath) -> Bool {
    path.folded.map { project.root.exists($0) } ?? false
  }
}

extension Draft {
  /// The directive on a line, from 1.
  func directive(on line: Int) -> Directive? { directives.first { $0.line == line } }

  /// What the directive on a line shows.
  func excerpt(on line: Int) -> DirectiveExcerpt? { shown.first { $0.line == line } }
}

extension LanguageServer {
  /// A place in a file of a project as clients have it.
  func location(_ path: some PathFromRoot, lines: ClosedRange<Int>, in project: ServedProject)
    -> JSONValue
  {
    let start = ClientPosition(line: lines.lowerBound - 1, character: 0)
    let end = ClientPosition(line: lines.upperBound, character: 0)
    return ["uri": .text(uri(of: path, in: project)), "range": (start..<end).json]
  }

  /// The same for a place that a problem could have.
  func location(_ place: Place, in project: ServedProject) -> JSONValue {
    [
      "uri": .text(uri(of: project.path(named: place.name), in: project)),
      "range": place.range(in: unit).json,
    ]
  }
}
