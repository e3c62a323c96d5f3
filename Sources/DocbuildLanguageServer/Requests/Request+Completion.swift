import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// What can stand where somebody types.
  static let completion = Request(
    "textDocument/completion",
    capability: (
      "completionProvider",
      ["triggerCharacters": ["(", " ", "=", "/", "#", ",", "\""], "resolveProvider": false]
    )
  ) { server, params in
    guard let asked = try Asked(params, in: server), let document = asked.document,
      let edited = asked.project.edited
    else { return [] }
    let point = try asked.point(params)
    guard let typed = Typed(at: point, in: asked.lines.bytes) else { return [] }
    let proposals = Proposals(edited: edited, document: document)
    var found = proposals.all(for: typed)
    if found.count > Proposals.most {
      let bytes = asked.lines.bytes
      found = found.filter {
        $0.from >= point.offset || $0.text.begins(like: Bytes(bytes[$0.from..<point.offset]))
      }
    }
    let items = found.prefix(Proposals.most).enumerated().map { index, proposal in
      proposal.json(index, behind: proposal.from, to: point.offset, in: asked.lines)
    }
    return ["isIncomplete": .flag(found.count > Proposals.most), "items": .list(items)]
  }
}

/// Something that can be typed.
struct Proposal {
  /// The kinds of the protocol ("CompletionItemKind").
  enum Kind: Int {
    case function = 3, property = 10, value = 12, file = 17, reference = 18, folder = 19, constant =
      21
  }

  let label: String
  let kind: Kind
  /// What is put from that offset on, in place of what is typed already.
  let text: Bytes
  let from: Int
  var detail: String?
  var documentation: String?

  func json(_ index: Int, behind start: Int, to end: Int, in lines: TextLines) -> JSONValue {
    let number = String(index)
    return [
      "label": .text(label), "kind": .number(kind.rawValue),
      "detail": detail.map { .text($0) }, "documentation": documentation.map { .text($0) },
      // In the order in which they are.
      "sortText": .text(String(repeating: "0", count: 4 - min(4, number.utf8.count)) + number),
      "filterText": .text(text.text),
      "textEdit": [
        "range": lines.range(of: start..<max(start, end)).json, "newText": .text(text.text),
      ],
    ]
  }
}
