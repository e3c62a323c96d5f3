import DocbuildCore
import DocbuildEngine

/// What a document's author may want to type.
struct Proposals {
  /// So many are sent at once.
  static let most = 200

  let edited: EditedProject
  let document: ProjectDocument

  func all(for typed: Typed) -> [Proposal] {
    switch typed {
    case .name(let from): names(from)
    case .target(let directive, let path, let from, false)
    where Typed.filed.contains(directive) && path.starts(with: "key=".utf8):
      keys(from)
    case .target(_, let path, let from, let isQuoted):
      paths(path, from) { path in
        isQuoted || !path.contains(where: \.isBlank)
          ? path : [UInt8(ascii: "\"")] + path + [UInt8(ascii: "\"")]
      }
    case .option(let directive, _, let from): options(of: directive, from)
    case .value(let directive, let target, let key, let from):
      values(of: key, directive, target, from)
    case .link(let path, let from):
      paths(path.percentDecoded, from) {
        $0.percentEncoded { $0 <= 0x20 || "%#?()<>".utf8.contains($0) }
      }
        + (path.isEmpty ? anchors(of: [], from, behind: "#") : [])
    case .anchor(let path, let from): anchors(of: path.percentDecoded, from, behind: "")
    }
  }

  // MARK: directives

  private func names(_ from: Int) -> [Proposal] {
    var names = [
      ("embed", "shows lines of a file in the block below it"),
      ("value", "stands for a line of text"),
      ("defaults", "options for the directives that follow"),
      ("output", "shows what a command prints"), ("test", "how the next block is tested"),
      ("check", "silences findings of the next block"),
    ]
    if document.kind == .template {
      names.insert(("include", "gives way to lines of a file"), at: 0)
    }
    return names.map {
      Proposal(
        label: $0.0, kind: .function, text: Bytes("\($0.0)(".utf8), from: from, detail: $0.1)
    }
  }

  private func options(of directive: String, _ from: Int) -> [Proposal] {
    let rows: [(key: String, forms: [String], summary: String)] =
      switch directive {
      case "include", "embed", "defaults":
        OptionRule.all.map { ($0.key, $0.forms, $0.summary) }
      case "test": TestOptions.all.map { ($0.name, [$0.name], $0.takes) }
      case "output":
        OutputComment.options.map { ($0.form.keyOfForm, [$0.form], $0.summary) }
          + TestOptions.all.map { ($0.name, [$0.name], $0.takes) }
      case "value":
        Set(edited.project.configuration.values.keys).union(edited.project.options.values.keys)
          .sorted().map { ($0, [$0], "what docbuild.toml or --set says") }
          + ValueDirective.options.map { ($0.key, [$0.form], $0.summary) }
      case "check":
        [
          ("off", ["off=KIND"], "the kinds of findings that are not reported"),
          ("why", ["why=\"…\""], "the reason"),
        ]
      default: []
      }
    return rows.map { row in
      let takesValue = row.forms.first.map { $0.hasPrefix("\(row.key)=") } ?? false
      return Proposal(
        label: row.key, kind: .property, text: Bytes((row.key + (takesValue ? "=" : "")).utf8),
        from: from, detail: row.forms.joined(separator: ", "), documentation: row.summary)
    }
  }

  private func values(of key: String, _ directive: String, _ target: Bytes?, _ from: Int)
    -> [Proposal]
  {
    func plain(_ names: [String], _ kind: Proposal.Kind = .constant) -> [Proposal] {
      names.map { name in
        let isPlain = !name.utf8.contains { $0.isBlank || $0 == UInt8(ascii: ",") }
        return Proposal(
          label: name, kind: kind, text: Bytes((isPlain ? name : "\"\(name)\"").utf8), from: from)
      }
    }
    switch key {
    case "region", "omit":
      guard let facts = facts(target) else { return [] }
      return plain(facts.regions.regions.map(\.name).uniqued, .reference)
    case "symbol", "signature":
      guard let facts = facts(target, parsed: true), case .found(let symbols)? = facts.symbols
      else {
        return []
      }
      return plain(symbols.map(\.name).uniqued, .reference)
    case "fence": return plain(Language.all.map(\.name).uniqued.sorted())
    case "off" where directive == "check": return plain(DiagnosticID.checks.map(\.rawValue))
    case "section":
      guard let facts = facts(target), let path = edited.path(of: facts.source) else { return [] }
      return edited.outline(facts.source.bytes, of: path).headings.map {
        heading in
        Proposal(
          label: heading.anchor?.text ?? "", kind: .reference, text: heading.anchor ?? [],
          from: from, detail: heading.title.text)
      }.filter { !$0.text.isEmpty }
    default:
      // What the forms name word for word, as in `indent=keep`; other forms hold examples.
      let named = ["indent", "comments", "link", "strip", "marks", "trim", "encoding"]
      let forms = named.contains(key) ? OptionRule.all.first { $0.key == key }?.forms ?? [] : []
      return plain(
        forms.compactMap { form in
          guard form.hasPrefix("\(key)=") else { return nil }
          let value = String(form.dropFirst(key.count + 1))
          return value
        })
    }
  }

  private func facts(_ target: Bytes?, parsed: Bool = false) -> SourceFacts? {
    target.flatMap { edited.path(ofTarget: $0, in: document).folded }
      .flatMap { edited.facts($0, parsed: parsed) }
  }

  // MARK: files and anchors

  /// The regions that a key may ask for.
  private func keys(_ from: Int) -> [Proposal] {
    edited.keys.map { name in
      let isPlain = !name.utf8.contains { $0.isBlank || $0 == UInt8(ascii: "\"") }
      return Proposal(
        label: "key=\(name)", kind: .reference,
        text: Bytes("key=\(isPlain ? name : "\"\(name)\"")".utf8), from: from,
        detail: "the source that marks this region")
    }
  }

  /// Files and folders in the folder that is typed; and files elsewhere whose names begin so.
  private func paths(_ typed: Bytes, _ from: Int, _ write: (Bytes) -> Bytes) -> [Proposal] {
    let slash = UInt8(ascii: "/")
    let cut = typed.lastIndex(of: slash).map { $0 + 1 } ?? 0
    let (above, start) = (Bytes(typed[..<cut]), Bytes(typed[cut...]))
    guard let folder = edited.path(ofTarget: above, in: document).folded else { return [] }
    let names = edited.project.root.names(in: folder).sorted()
    var found = names.filter { Bytes($0.utf8).begins(like: start) }.map { name -> Proposal in
      let isFolder = edited.project.root.isFolder(folder.joined(Bytes(name.utf8)))
      let text = above + Bytes(name.utf8) + (isFolder ? [slash] : [])
      return Proposal(
        label: name + (isFolder ? "/" : ""), kind: isFolder ? .folder : .file, text: write(text),
        from: from)
    }
    if above.isEmpty, !start.isEmpty {
      let own = Bytes("/".utf8) + document.path.folder.bytes
      for file in edited.files
      where file.folder != document.path.folder && file.fileName.begins(like: start) {
        let text = (Bytes("/".utf8) + file.bytes).relative(to: own)
        found.append(
          Proposal(label: text.text, kind: .file, text: write(text), from: from))
        if found.count > Proposals.most { break }
      }
    }
    return found
  }

  private func anchors(of path: Bytes, _ from: Int, behind sign: String) -> [Proposal] {
    let target = path.isEmpty ? document.path : edited.path(ofTarget: path, in: document).folded
    guard let page = target,
      let bytes = try? edited.project.root.read(page, limit: 16 << 20).get()
    else { return [] }
    let outline = edited.outline(bytes, of: page)
    return outline.headings.compactMap { heading in
      heading.anchor.map { anchor in
        Proposal(
          label: sign + anchor.text, kind: .reference, text: Bytes(sign.utf8) + anchor, from: from,
          detail: heading.title.text)
      }
    }
  }
}

extension Bytes {
  /// Whether it begins with `start`, upper and lower case of ASCII alike.
  func begins(like start: Bytes) -> Bool {
    func low(_ byte: UInt8) -> UInt8 { byte.isLetter ? byte | 0x20 : byte }
    return count >= start.count && zip(self, start).allSatisfy { low($0) == low($1) }
  }
}

extension [String] {
  /// Each once, in order.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension String {
  /// The option's name in a form such as `match=/re/`.
  fileprivate var keyOfForm: String { String(prefix { $0 != "=" }) }
}
