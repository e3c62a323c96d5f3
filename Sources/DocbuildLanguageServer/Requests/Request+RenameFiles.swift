import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// What becomes of directives and links when files are renamed: both those that lead to them and those in them.
  static let willRenameFiles = Request("workspace/willRenameFiles") { server, params in
    let files = params["files"]?.items ?? []
    guard let first = files.first?["oldUri"]?.text, let (project, _) = server.place(first)
    else { return .null }
    var moves: [(from: RootPath, to: RootPath)] = []
    for file in files {
      guard let old = file["oldUri"]?.text, let new = file["newUri"]?.text,
        let from = server.place(old), from.project === project,
        let to = FileURI.path(new)?.folded.path(below: project.root.path)
      else { continue }
      moves.append((from.path, to))
    }
    guard !moves.isEmpty else { return .null }
    // What is not known yet would be left behind.
    try project.learnAll()
    guard let edited = project.edited else { return .null }
    var changes = FileChanges(server, project)
    changes.follow(FileMoves(moves), edited)
    return changes.isEmpty ? .null : changes.json
  }
}

/// Files and folders with their new paths.
struct FileMoves {
  private let moves: [(from: RootPath, to: RootPath)]

  init(_ moves: [(from: RootPath, to: RootPath)]) { self.moves = moves }

  /// Where a file is now; nil for one that stays.
  func target(of path: RootPath) -> RootPath? {
    for move in moves {
      if let rest = path.below(move.from) { return move.to.joined(rest) }
    }
    return nil
  }

  /// The names by which links lead to what is moved.
  var names: [Bytes] { moves.map(\.from.fileName) }
}

extension FileChanges {
  /// Lets directives and links follow files.
  mutating func follow(_ moves: FileMoves, _ edited: EditedProject) {
    for page in edited.pagesAndTemplates {
      guard let text = project.text(at: page), let document = edited.document(at: page) else {
        continue
      }
      let own = moves.target(of: page)
      guard own != nil || moves.names.contains(where: { text.holds(text: $0) }) else { continue }
      follow(moves, in: document, text, now: own ?? page, edited)
    }
  }

  private mutating func follow(
    _ moves: FileMoves, in document: ProjectDocument, _ text: Bytes, now: RootPath,
    _ edited: EditedProject
  ) {
    let folder = Bytes("/".utf8) + now.folder.bytes
    let hasMoved = now.folder != document.path.folder
    /// What stands for a path now; nil where it stays.
    func written(_ target: Bytes, _ old: WrittenPath) -> Bytes? {
      let path = old.bytes
      let next = old.folded.flatMap { moves.target(of: $0) }?.bytes ?? path
      let isRooted = target.first == UInt8(ascii: "/")
      guard next != path || hasMoved && !isRooted else { return nil }
      let made =
        isRooted
        ? Bytes("/".utf8) + next : (Bytes("/".utf8) + next).relative(to: folder)
      return made == target ? nil : made
    }
    let draft = edited.draft(of: document)
    for directive in draft?.directives ?? [] {
      guard let source = draft?.input.template.source, !directive.target.starts(with: "http".utf8),
        directive.recipe.key == nil,
        let new = written(directive.target, edited.path(ofTarget: directive.target, in: document))
      else { continue }
      // By line and column: a template is read without its carriage returns.
      let place = source.place(at: directive.targetRange, line: directive.line)
      let lines = TextLines(text, .utf8)
      let start = lines.offset(of: TextPosition(line: place.line, column: place.column))
      let isWithinQuotes = start > 0 && text[start - 1] == UInt8(ascii: "\"")
      put(
        isWithinQuotes ? new : new.asTarget, at: start..<start + place.length, of: document.path)
    }
    let site = edited.site(of: document.output)
    for link in edited.outline(text, of: document.path).links
    where !link.isExternal && !link.path.isEmpty {
      guard
        case .file(let file) = site.destination(of: link.path, isImage: link.isImage),
        let new = written(link.path, edited.path(ofPage: file, from: document.output))
      else { continue }
      put(
        new.percentEncoded { $0 <= 0x20 || "%#?()<>".utf8.contains($0) }, at: link.pathRange,
        of: document.path)
    }
  }
}
