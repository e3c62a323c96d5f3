import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension CodeAction.Maker {
  /// Builds the page.
  static let build = CodeAction.Maker { _, asked, _ in
    guard let edited = asked.project.edited,
      let document = edited.document(at: asked.path) ?? edited.maker(of: asked.path),
      edited.draft(of: document)?.input.template.holdsDirectives ?? false
    else { return [] }
    return [
      CodeAction("Build this page", kind: "source.docbuild", .build, [.text(asked.uri)])
    ]
  }

  /// Runs the console block at the first of the lines, once it is chosen, and takes what it prints.
  static let accept = CodeAction.Maker { server, asked, lines in
    guard server.setting.supervisor != nil, let template = asked.draft?.input.template else {
      return []
    }
    let line = lines.lowerBound + 1
    let block = PastedBlock.all(in: template).first { $0.pageLines.contains(line) }
    guard let block,
      PageTests.languageName(of: Bytes(block.info.utf8)) == PageTests.transcriptLanguage
    else { return [] }
    return [
      CodeAction(
        "Run this block and accept what it prints", kind: "source.docbuild", .accept,
        [.text(asked.uri), .number(block.openLine)])
    ]
  }

  /// Looks for the source of the code at the first of the lines.
  static let embed = CodeAction.Maker { _, asked, lines in
    guard let template = asked.draft?.input.template else { return [] }
    let line = Point(
      asked.lines.offset(of: ClientPosition(line: lines.lowerBound, character: 0)), in: asked.lines
    ).line
    let block = PastedBlock.all(in: template).first { $0.pageLines.contains(line) }
    guard let block, block.claim == nil, case .code = block.nature else { return [] }
    return [
      CodeAction(
        "Embed this code from where it comes from", kind: "refactor.rewrite", .embed,
        [.text(asked.uri), .number(line)])
    ]
  }
}

extension CodeAction {
  /// An action that a command does once it is chosen.
  private init(_ title: String, kind: String, _ command: Command, _ arguments: [JSONValue]) {
    self.init(
      title: title, kind: kind,
      command: [
        "title": .text(title), "command": .text(command.name), "arguments": .list(arguments),
      ])
  }
}

extension Command {
  /// Embeds the block at a line (from 1) of a page, where `adopt` finds its source for certain.
  static let embed = Command(name: "docbuild.embed") { server, arguments in
    guard let uri = arguments.first?.text, let line = arguments.last?.number,
      let (project, path) = server.place(uri), let edited = project.edited
    else { throw RequestFault.parameters("page and line") }
    var settings = AdoptSettings()
    settings.scope = Scope(paths: [path])
    settings.threads = server.setting.threads
    let report = try adopt(edited.session, settings)
    // What was tried stood for files meanwhile.
    guard let planned = report.blocks.first(where: { $0.block.pageLines.contains(line) }) else {
      throw RequestFault.failed("no block of code is here")
    }
    guard case .exact(let source, let directive, _, _) = planned.verdict, !directive.isEmpty else {
      throw RequestFault.failed(planned.verdict.words)
    }
    var changes = FileChanges(server, project)
    changes.embed(planned.block, directive, in: path, isTemplate: !path.bytes.isNameOfPage)
    server.ask(
      "workspace/applyEdit",
      ["label": .text("embed from \(escaped(source.name.text))"), "edit": changes.json])
    return .null
  }
}

extension AdoptVerdict {
  /// Why nothing is embedded, for a person.
  fileprivate var words: String {
    switch self {
    case .exact: "this can't be embedded"
    case .differs(let source, _, _): "it is nearly '\(escaped(source.name.text))', but not quite"
    case .choose(let places, let reason):
      "\(escaped(reason)): "
        + places.prefix(5).map { place in
          escaped(place.name.text) + (place.lines.map { ":\($0.lowerBound)" } ?? "")
        }.joined(separator: ", ")
    case .output(let what, _): "this is \(escaped(what))"
    case .notFound: "no file of the project has this text"
    case .leftAlone(let reason): escaped(reason)
    case .unnamed(let place, _): "the lines of \(escaped(place.name.text)) have no name"
    case .short: "this is too short to be told from other code"
    }
  }
}

extension FileChanges {
  /// Puts a directive to a block: around it in a page, in place of its lines in a template.
  fileprivate mutating func embed(
    _ block: PastedBlock, _ directive: String, in path: RootPath, isTemplate: Bool
  ) {
    guard let text = project.text(at: path) else { return }
    let lines = TextLines(text, .utf8)
    func offset(_ line: Int) -> Int { lines.offset(of: TextPosition(line: line, column: 1)) }
    let open = Point(offset(block.openLine), in: lines).lineRange.upperBound
    let isCRLF = open < text.count && text[open] == UInt8(ascii: "\r")
    let end = Bytes((isCRLF ? "\r\n" : "\n").utf8)
    let line = block.margin + Bytes(directive.utf8)
    if isTemplate {
      let start = offset(block.openLine + 1)
      put(line + end, at: start..<max(start, offset(block.closeLine)), of: path)
      return
    }
    let mark = directive.hasPrefix("{") ? "{/* /embed */}" : "<!-- /embed -->"
    let start = offset(block.openLine)
    put(line + end, at: start..<start, of: path)
    let close = Point(offset(block.closeLine), in: lines).lineRange.upperBound
    put(end + block.margin + Bytes(mark.utf8), at: close..<close, of: path)
  }
}
