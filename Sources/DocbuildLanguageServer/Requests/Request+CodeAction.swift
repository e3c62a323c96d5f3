import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// What can be done about the marked lines.
  static let codeAction = Request(
    "textDocument/codeAction",
    capability: (
      "codeActionProvider", ["codeActionKinds": .list(CodeAction.kinds.map { .text($0) })]
    )
  ) { server, params in
    guard let asked = try Asked(params, in: server) else { return [] }
    guard let range = Range<ClientPosition>(params["range"]) else {
      throw RequestFault.parameters("range")
    }
    let only = params["context"]?["only"]?.items?.compactMap(\.text)
    try asked.project.settle(asked.path)
    let lines = range.lowerBound.line...range.upperBound.line
    let actions = CodeAction.all.flatMap { $0.make(server, asked, lines) }
    return .list(
      actions.filter { action in
        // A kind stands for all that begin with it.
        only.map { $0.contains { action.kind == $0 || action.kind.hasPrefix($0 + ".") } } ?? true
      }.map(\.json))
  }
}

/// Something that can be done.
struct CodeAction {
  let title: String
  let kind: String
  /// The problems that it mends.
  var diagnostics: [JSONValue] = []
  /// What is changed; nil where a command does it.
  var edit: JSONValue?
  var command: JSONValue?
  /// Whether nothing else would be meant.
  var isPreferred = false

  var json: JSONValue {
    [
      "title": .text(title), "kind": .text(kind),
      "diagnostics": diagnostics.isEmpty ? nil : .list(diagnostics), "edit": edit,
      "command": command, "isPreferred": isPreferred ? true : nil,
    ]
  }

  /// Makes actions for lines (from 0) of a file.
  struct Maker: Sendable {
    let make: @Sendable (LanguageServer, Asked, ClosedRange<Int>) -> [CodeAction]
  }

  /// The kinds that there are.
  static let kinds = [
    "quickfix", "refactor.extract", "refactor.rewrite", "source.docbuild", "source.fixAll.docbuild",
  ]

  /// All that makes actions, in the order in which clients show them.
  static let all: [Maker] = [
    .fixes, .embed, .regionForLines, .markRegion, .accept, .build, .fixAll,
  ]
}

extension CodeAction.Maker {
  /// The changes that problems come with.
  static let fixes = CodeAction.Maker { server, asked, lines in
    server.diagnostics(of: asked.path, in: asked.project).compactMap { diagnostic in
      let range = diagnostic.range
      // By lines: what a client calls the problem's columns may be in another unit.
      guard let fix = diagnostic.problem.fixIt,
        range.lowerBound.line <= lines.upperBound, range.upperBound.line >= lines.lowerBound
      else { return nil }
      let text = Escaping.terminal(fix.text.text)
      let title =
        fix.range.isEmpty
        ? "Insert '\(text)'" : text.isEmpty ? "Remove this" : "Change it to '\(text)'"
      return CodeAction(
        title: title, kind: "quickfix", diagnostics: [diagnostic.json],
        edit: server.edit([fix], in: asked.project), isPreferred: true)
    }
  }

  /// All of a file at once.
  static let fixAll = CodeAction.Maker { server, asked, _ in
    let problems = server.diagnostics(of: asked.path, in: asked.project).map(\.problem)
    var fixes: [TextEdit] = []
    for fix in problems.compactMap(\.fixIt)
    where asked.project.path(named: fix.file).isSame(as: asked.path)
      && !fixes.contains(where: { $0.range.overlaps(fix.range) || $0.range == fix.range })
    {
      fixes.append(fix)
    }
    guard !fixes.isEmpty else { return [] }
    return [
      CodeAction(
        title: "Mend all that docbuild can mend", kind: "source.fixAll.docbuild",
        edit: server.edit(fixes, in: asked.project))
    ]
  }
}

extension LanguageServer {
  /// Changes of files as a client carries them out.
  func edit(_ edits: [TextEdit], in project: ServedProject) -> JSONValue {
    var changes: [String: [JSONValue]] = [:]
    var lines: [WrittenPath: TextLines] = [:]
    for edit in edits {
      let path = project.path(named: edit.file)
      let text = lines[path] ?? TextLines(project.text(at: path) ?? [], unit)
      lines[path] = text
      let range =
        text.offset(
          of: edit.range.lowerBound)..<max(
          text.offset(of: edit.range.lowerBound), text.offset(of: edit.range.upperBound))
      changes[uri(of: path, in: project), default: []].append(
        textEdit(range, edit.text, in: text))
    }
    return ["changes": .object(changes.mapValues { .list($0) })]
  }

  /// A change of one text, by offsets.
  func textEdit(_ range: Range<Int>, _ new: Bytes, in lines: TextLines) -> JSONValue {
    ["range": lines.range(of: range).json, "newText": .text(new.text)]
  }
}
