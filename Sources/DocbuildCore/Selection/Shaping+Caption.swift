extension OptionRule {
  static let link = OptionRule(
    "link", forms: ["link", "link=lines", "link=rev"],
    "puts a line with a link to the file below the block; to the lines shown, or to the commit at the repository's host",
    examples: [
      .init("fence=go link", "x\n", "```go\nx\n```\n[example.txt](example.txt)\n"),
      .init(
        "lines=2..3 fence=go link=lines", "a\nb\nc\n",
        "```go\nb\nc\n```\n[example.txt](example.txt#L2-L3)\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    guard option.value != .none else {
      recipe.link = .file
      return
    }
    let text = try option.text("'lines' or 'rev'").text
    guard let link = Recipe.Link(rawValue: text) else {
      throw OptionTrouble(
        message: "'link' takes 'lines' or 'rev', found '\(text)'",
        fixIt: text.contains("{") || text.contains(" ")
          ? "link caption=\(Bytes(text.utf8).asValue)" : nil)
    }
    recipe.link = link
  }

  static let caption = OptionRule(
    "caption", forms: ["caption=\"{path}, lines {lines}\""],
    "puts that text below the block, or makes it the link's, \"\" none; `{path}`, `{name}`, `{lines}`, `{symbol}`, `{region}` and `{rev}` are filled in",
    examples: [
      .init(
        "lines=2..3 fence=go caption=\"{name}: {lines}\"", "a\nb\nc\n",
        "```go\nb\nc\n```\nexample.txt: 2–3\n")
    ]
  ) { option, recipe throws(OptionTrouble) in
    if option.value == .text([]) {
      recipe.caption = ""
      return
    }
    let text = try option.text("a text, as in caption=\"{path}, lines {lines}\"")
    guard !text.contains(.lineFeed), ValueText.fault(of: text) == nil else {
      throw OptionTrouble(message: "'caption' takes one line of text")
    }
    var rest = text.text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}"),
        Recipe.captionNames.contains(String(rest[rest.index(after: open)..<close]))
      else {
        throw OptionTrouble(
          message:
            "'caption' knows \(Recipe.captionNames.map { "{\($0)}" }.joined(separator: ", "))")
      }
      rest = rest[rest.index(after: close)...]
    }
    recipe.caption = text.text
  }
}

extension Recipe {
  /// Where the line below a block leads.
  enum Link: String, Sendable {
    case file
    /// The lines that are shown, which makes the page another whenever they move.
    case lines
    /// The commit, at the repository's host.
    case revision = "rev"
  }

  static let captionNames = ["path", "name", "lines", "symbol", "region", "rev"]

  /// Whether a line stands below the block.
  package var hasCaption: Bool { link != nil || caption.map { !$0.isEmpty } ?? false }

  /// Whether the line below the block leads to a commit.
  package var linksToCommit: Bool { link == .revision }
}

/// How the lines of a file are named in an address.
package enum LineAnchor: String, CaseIterable, Sendable {
  /// GitHub, Gitea, Forgejo.
  case github
  case gitlab
  case bitbucket
  case gitea

  /// What stands behind the file's address.
  func text(_ lines: ClosedRange<Int>) -> String {
    let (first, last) = (lines.lowerBound, lines.upperBound)
    switch self {
    case .github, .gitea: return first == last ? "#L\(first)" : "#L\(first)-L\(last)"
    case .gitlab: return first == last ? "#L\(first)" : "#L\(first)-\(last)"
    case .bitbucket: return first == last ? "#lines-\(first)" : "#lines-\(first):\(last)"
    }
  }
}

/// Where a source lies at its repository's host.
package struct SourceAddress: Sendable {
  /// At a commit; nil where it is named by its path.
  let file: Bytes?
  let anchor: LineAnchor

  /// A file's address, and how lines are named in it.
  package init(file: Bytes?, anchor: LineAnchor) {
    self.file = file
    self.anchor = anchor
  }
}
